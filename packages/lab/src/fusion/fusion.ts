import { readFile } from "node:fs/promises";
import {
	createRandom,
	type Emotion,
	type Matrix,
	row,
	sevenEmotions,
	UndertoneError,
	zeros,
} from "@undertone/core";
import { type FacePicture, readCorpus, readFer2013, type Utterance } from "@undertone/corpora";
import {
	argmaxRows,
	encodeLabels,
	type FittedModel,
	linearDiscriminant,
	logisticRegression,
	precision,
	speakerFolds,
	takeRows,
} from "@undertone/learn";
import { type FusionRule, fuseScores } from "@undertone/recognize";
import { findSounds } from "../augment/sound-library.ts";
import type { Variant } from "../augment/variant.ts";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { predictFaces } from "../faces/predict-faces.ts";
import { computeFeatures } from "../features/compute-features.ts";
import { percent } from "../report/percent.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { degradePicture, type PictureFault } from "./degrade-picture.ts";
import { leastQuality, type PictureQuality, pictureQuality } from "./picture-doubts.ts";

const features = "undertone@2";
const labels = sevenEmotions;
const seed = 1;
const faceModel = "models/face.onnx";

/** What is done to the two inputs of a test. */
interface Condition {
	readonly name: string;
	readonly voice: "clean" | "noisy" | "missing";
	readonly face: PictureFault | "missing";
}

const conditions: readonly Condition[] = [
	{ name: "both good", voice: "clean", face: "none" },
	{ name: "voice in noise (coffee-shop, 5 dB)", voice: "noisy", face: "none" },
	{ name: "voice missing", voice: "missing", face: "none" },
	{ name: "face blurred", voice: "clean", face: "blurred" },
	{ name: "face dark", voice: "clean", face: "dark" },
	{ name: "face missing", voice: "clean", face: "missing" },
	{ name: "noise and blur", voice: "noisy", face: "blurred" },
];

const noise: Variant = [{ kind: "noise", snr: [5, 5], sound: "coffee-shop" }];

/** One clip with a picture of the same label, as each recogniser sees them. */
interface Pair {
	readonly clip: number;
	readonly picture: number;
}

/** Scores and features of one input under one condition, a row a pair; null where it is missing. */
interface Seen {
	/** Probabilities, shape `[pairs, labels]`. */
	readonly scores: Matrix | null;
	readonly features: Matrix | null;
	/** Rows whose input looks unfit: fusion does without them where the other is there. */
	readonly doubtful?: readonly boolean[];
}

/**
 * Early, late and hybrid fusion on label-matched pairs: a clip of RAVDESS and a picture of FER2013's PublicTest of the
 * same label, drawn at random. A pair's two halves are independent by construction, which real voices and faces are
 * not: what is measured here is an upper bound, and how fusion degrades.
 *
 * Speakers stand in three parts: on the first the voice's classifier learns, on the second fusion is fitted, the third
 * is tested; pictures are halved between fitting and testing, copies together.
 */
export const fusion: Experiment = {
	id: "fusion",
	summary: "early, late and hybrid fusion of RAVDESS clips with label-matched pictures, one input degraded",
	run: async (context) => {
		const study = await prepare(context);
		const rules = await fitRules(study);
		const results: Result[] = [];
		const tables = new Map<string, number[]>();
		for (const [name, decide] of rules) {
			const began = performance.now();
			const predictions: StoredPrediction[] = [];
			for (const condition of conditions) {
				const scores = await decide(await study.see(study.test, condition));
				predictions.push(...predictionsOf(study, condition, scores));
			}
			tables.set(
				name,
				conditions.map((condition) => recallOf(predictions.filter((p) => p.fold === condition.name))),
			);
			results.push(
				await storeResult(
					context.results,
					{
						id: `fusion-${name}`,
						command: "undertone reproduce fusion",
						corpora: ["RAVDESS"],
						trainedOn: ["RAVDESS", "FER2013"],
						split: "speaker-independent",
						adaptation: { kind: "none", k: 0 },
						classifier: ruleWords[name] ?? name,
						features: `${features} and the face model's scores`,
						labels,
						folds: conditions.map((condition) => ({
							name: condition.name,
							testSpeakers: study.testSpeakers,
						})),
						selection: "fixed-beforehand",
						seed,
						trainSeconds: (performance.now() - began) / 1000,
						notes: [
							"Label-matched pairs of RAVDESS clips and FER2013 pictures: independent by construction, so an upper bound, not a figure for real recordings of voice and face.",
							"A fold is a condition; the figures above are over all conditions together.",
							...conditions.map(
								(condition, c) => `${condition.name}: UAR ${percent(tables.get(name)?.[c] ?? 0)}`,
							),
						],
					},
					predictions,
				),
			);
		}
		printTable(tables, context);
		return results;
	},
};

const ruleWords: Readonly<Record<string, string>> = {
	voice: "voice alone: LDA",
	face: "face alone: the shipped face model",
	mean: "late fusion: mean of the scores",
	product: "late fusion: product of the scores",
	weighted: "late fusion: mean weighted by each one's precision for each label",
	hybrid: "hybrid fusion: logistic regression on the scores of both",
	early: "early fusion: LDA on the features of the voice and the face model's outputs together",
};

interface Study {
	readonly fit: readonly Pair[];
	readonly test: readonly Pair[];
	readonly testSpeakers: readonly string[];
	readonly utterances: readonly Utterance[];
	readonly emotions: readonly Emotion[];
	see(pairs: readonly Pair[], condition: Condition): Promise<{ readonly voice: Seen; readonly face: Seen }>;
}

async function prepare(context: ExperimentContext): Promise<Study> {
	const corpus = await readCorpus("ravdess", { data: context.data });
	const emotions = corpus.utterances.map(
		({ emotion }): Emotion => (emotion === "calm" ? "neutral" : emotion),
	);
	const extract = async (variant: Variant): Promise<Matrix> => {
		const table = await computeFeatures(
			corpus.utterances.map(({ path }) => path),
			features,
			{
				cache: context.cache,
				signal: context.signal,
				variant,
				sounds: findSounds(context.data),
				onProgress: (done, total) =>
					context.progress(variant.length === 0 ? "voices" : "voices in noise", done / total),
			},
		);
		return table.x;
	};
	const voices = { clean: await extract([]), noisy: await extract(noise) };
	const parts = speakerFolds(
		corpus.utterances.map(({ speaker }) => speaker),
		3,
		{ seed },
	).map(({ test }) => test);
	const [learnt, fitted, tested] = parts as [Int32Array, Int32Array, Int32Array];
	const voiceModel = await linearDiscriminant({ priors: "equal" }).fit(
		{
			x: takeRows(voices.clean, learnt),
			y: encodeLabels(
				Array.from(learnt, (i) => emotions[i] as Emotion),
				labels,
			),
			labels,
		},
		{ seed },
	);
	const pictures = await readFer2013(["PublicTest"], context.data);
	const [fitPictures, testPictures] = halves(pictures);
	const least = leastQuality(fitPictures.map((i) => (pictures[i] as FacePicture).pixels));
	const model = await readFile(faceModel).catch((cause: unknown) => {
		throw new UndertoneError(
			"file-not-found",
			`Fusion needs the face model ${faceModel}. Train it with undertone train recipes/face.json.`,
			{ cause },
		);
	});
	return {
		fit: pairsOf(fitted, emotions, fitPictures, pictures, "fit"),
		test: pairsOf(tested, emotions, testPictures, pictures, "test"),
		testSpeakers: [...new Set(Array.from(tested, (i) => corpus.utterances[i]?.speaker ?? ""))].sort(),
		utterances: corpus.utterances,
		emotions,
		see: async (pairs, condition) => ({
			voice: await hear(pairs, condition, voices, voiceModel),
			face: await look(pairs, condition, pictures, new Uint8Array(model), least),
		}),
	};
}

async function hear(
	pairs: readonly Pair[],
	{ voice }: Condition,
	voices: Readonly<Record<"clean" | "noisy", Matrix>>,
	model: FittedModel,
): Promise<Seen> {
	if (voice === "missing") return { scores: null, features: null };
	const x = takeRows(
		voices[voice],
		pairs.map(({ clip }) => clip),
	);
	return { scores: await model.predict(x), features: x };
}

async function look(
	pairs: readonly Pair[],
	{ face }: Condition,
	pictures: readonly FacePicture[],
	model: Uint8Array,
	least: PictureQuality,
): Promise<Seen> {
	if (face === "missing") return { scores: null, features: null };
	const seen = pairs.map(({ picture }): FacePicture => {
		const one = pictures[picture] as FacePicture;
		return { ...one, pixels: degradePicture(one.pixels, face, picture) };
	});
	const scores = await predictFaces(model, seen, labels.length);
	const doubtful = seen.map(({ pixels }) => {
		const { brightness, sharpness } = pictureQuality(pixels);
		return brightness < least.brightness || sharpness < least.sharpness;
	});
	return { scores, features: logarithms(scores), doubtful };
}

function logarithms({ rows, columns, data }: Matrix): Matrix {
	return { rows, columns, data: Float32Array.from(data, (p) => Math.log(Math.max(p, 1e-4))) };
}

/** Pictures for fitting and for testing: copies of one stand on one side. */
function halves(pictures: readonly FacePicture[]): [number[], number[]] {
	const hashes = createRandom(seed)
		.fork("pictures")
		.shuffle([...new Set(pictures.map(({ hash }) => hash))]);
	const first = new Set(hashes.slice(0, Math.floor(hashes.length / 2)));
	const indices = [...pictures.keys()];
	return [
		indices.filter((i) => first.has(pictures[i]?.hash ?? "")),
		indices.filter((i) => !first.has(pictures[i]?.hash ?? "")),
	];
}

function pairsOf(
	clips: Int32Array,
	emotions: readonly Emotion[],
	allowed: readonly number[],
	pictures: readonly FacePicture[],
	name: string,
): Pair[] {
	const random = createRandom(seed).fork(name);
	const byLabel = new Map(
		labels.map((label) => [label, allowed.filter((i) => pictures[i]?.emotion === label)]),
	);
	return Array.from(clips, (clip) => {
		const own = byLabel.get(emotions[clip] as (typeof labels)[number]) ?? [];
		return { clip, picture: own[random.integer(own.length)] as number };
	});
}

type Decide = (seen: { readonly voice: Seen; readonly face: Seen }) => Promise<Matrix>;

/** Each way of deciding, with what it learns from the pairs kept for fitting. */
async function fitRules(study: Study): Promise<Map<string, Decide>> {
	const { fit, emotions } = study;
	const y = encodeLabels(
		fit.map(({ clip }) => emotions[clip] as Emotion),
		labels,
	);
	// Fusion learns from good pairs and from those with one input missing, but from no degraded one.
	const taught = conditions.filter(
		({ voice, face }) => voice !== "noisy" && (face === "none" || face === "missing"),
	);
	const good = await study.see(fit, conditions[0] as Condition);
	const reliability = (scores: Matrix | null): Partial<Record<Emotion, number>> => {
		const values = scores === null ? [] : precision(y, argmaxRows(scores), labels.length);
		return Object.fromEntries(labels.map((label, c) => [label, values[c] || 0.01]));
	};
	const trust = { voice: reliability(good.voice.scores), face: reliability(good.face.scores) };
	const late =
		(rule: FusionRule): Decide =>
		async ({ voice, face }) => {
			const rows = voice.scores?.rows ?? face.scores?.rows ?? 0;
			const out = zeros(rows, labels.length);
			for (let r = 0; r < rows; r++) {
				const fused = fuseScores(
					[
						{ scores: scoresOf(voice.scores, r), reliability: trust.voice },
						{
							scores: scoresOf(face.scores, r),
							reliability: trust.face,
							doubtful: face.doubtful?.[r] ?? false,
						},
					],
					rule,
				);
				for (const [c, label] of labels.entries()) out.data[r * labels.length + c] = fused?.[label] ?? 0;
			}
			return out;
		};
	const width = { voice: good.voice.features?.columns ?? 0, face: labels.length };
	const both = (
		given: { readonly voice: Seen; readonly face: Seen },
		kind: "scores" | "features",
	): Matrix => {
		const seen = withoutDoubtful(given);
		const isScores = kind === "scores";
		const part = (source: Seen, columns: number): Matrix =>
			orNone(isScores ? source.scores : source.features, seen, isScores ? labels.length : columns, isScores);
		return beside(part(seen.voice, width.voice), part(seen.face, width.face));
	};
	const train = async (kind: "scores" | "features"): Promise<FittedModel> => {
		const parts = await Promise.all(
			taught.map(async (condition) => both(await study.see(fit, condition), kind)),
		);
		const data = { x: stack(parts), y: Int32Array.from(taught.flatMap(() => [...y])), labels };
		const estimator =
			kind === "scores" ? logisticRegression({ c: 1 }) : linearDiscriminant({ priors: "equal" });
		return estimator.fit(data, { seed });
	};
	const [stacked, early] = [await train("scores"), await train("features")];
	return new Map<string, Decide>([
		["voice", async ({ voice, face }) => voice.scores ?? evenly(face.scores?.rows ?? 0)],
		["face", async ({ voice, face }) => face.scores ?? evenly(voice.scores?.rows ?? 0)],
		["mean", late("mean")],
		["product", late("product")],
		["weighted", late("weighted")],
		["hybrid", async (seen) => stacked.predict(both(seen, "scores"))],
		["early", async (seen) => early.predict(both(seen, "features"))],
	]);
}

/** A doubtful face is as good as missing where there is a voice: its scores are even, its features undefined. */
function withoutDoubtful({ voice, face }: { readonly voice: Seen; readonly face: Seen }): {
	readonly voice: Seen;
	readonly face: Seen;
} {
	const { doubtful, scores, features: own } = face;
	if (doubtful === undefined || scores === null || own === null || voice.scores === null)
		return { voice, face };
	const masked = (matrix: Matrix, value: number): Matrix => ({
		...matrix,
		data: Float32Array.from(matrix.data, (x, i) =>
			doubtful[Math.floor(i / matrix.columns)] === true ? value : x,
		),
	});
	return { voice, face: { scores: masked(scores, 1 / labels.length), features: masked(own, Number.NaN) } };
}

/** What is missing is undefined, and models take the mean for it; as scores (logarithms), it is even. */
function orNone(
	matrix: Matrix | null,
	{ voice, face }: { readonly voice: Seen; readonly face: Seen },
	columns: number,
	scores = false,
): Matrix {
	if (matrix !== null) return scores ? logarithms(matrix) : matrix;
	const rows = voice.scores?.rows ?? face.scores?.rows ?? 0;
	const data = new Float32Array(rows * columns).fill(scores ? Math.log(1 / columns) : Number.NaN);
	return { rows, columns, data };
}

/** No answer: every label alike. */
function evenly(rows: number): Matrix {
	return {
		rows,
		columns: labels.length,
		data: new Float32Array(rows * labels.length).fill(1 / labels.length),
	};
}

function beside(a: Matrix, b: Matrix): Matrix {
	const out = zeros(a.rows, a.columns + b.columns);
	for (let r = 0; r < a.rows; r++) {
		out.data.set(row(a, r), r * out.columns);
		out.data.set(row(b, r), r * out.columns + a.columns);
	}
	return out;
}

function stack(parts: readonly Matrix[]): Matrix {
	const columns = parts[0]?.columns ?? 0;
	const out = zeros(
		parts.reduce((sum, { rows }) => sum + rows, 0),
		columns,
	);
	let at = 0;
	for (const { data } of parts) {
		out.data.set(data, at);
		at += data.length;
	}
	return out;
}

function scoresOf(matrix: Matrix | null, r: number): Partial<Record<Emotion, number>> | null {
	if (matrix === null) return null;
	const values = row(matrix, r);
	return Object.fromEntries(labels.map((label, c) => [label, values[c] as number]));
}

function predictionsOf(
	{ test, utterances, emotions }: Study,
	condition: Condition,
	scores: Matrix,
): StoredPrediction[] {
	const best = argmaxRows(scores);
	return test.map(({ clip }, i) => ({
		file: utterances[clip]?.file ?? "",
		corpus: "RAVDESS",
		speaker: utterances[clip]?.speaker ?? "",
		fold: condition.name,
		repeat: 0,
		actual: emotions[clip] as Emotion,
		predicted: labels[best[i] as number] as Emotion,
		scores: [...row(scores, i)],
	}));
}

function recallOf(predictions: readonly StoredPrediction[]): number {
	const recalls = labels.flatMap((label) => {
		const own = predictions.filter(({ actual }) => actual === label);
		return own.length === 0 ? [] : [own.filter(({ predicted }) => predicted === label).length / own.length];
	});
	return recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
}

function printTable(tables: ReadonlyMap<string, readonly number[]>, context: ExperimentContext): void {
	const width = Math.max(...conditions.map(({ name }) => name.length));
	context.print(["UAR".padEnd(width), ...[...tables.keys()].map((name) => name.padStart(9))].join("  "));
	for (const [c, { name }] of conditions.entries()) {
		const cells = [...tables.values()].map((values) => percent(values[c] ?? 0).padStart(9));
		context.print([name.padEnd(width), ...cells].join("  "));
	}
	context.print(
		"Label-matched pairs: voice and face of a pair are of two people, so this is an upper bound.",
	);
}
