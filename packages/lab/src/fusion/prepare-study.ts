import { readFile } from "node:fs/promises";
import { createRandom, type Emotion, type Matrix, type Random, row, UndertoneError } from "@undertone/core";
import { type FacePicture, readCorpus, readFer2013, type Utterance } from "@undertone/corpora";
import { faceDoubts, greyStatistics } from "@undertone/face";
import { encodeLabels, fitScaler, speakerFolds, stackRows } from "@undertone/learn";
import {
	createVoiceActivity,
	readExpressionMetadata,
	readVadModel,
	unfamiliarity,
} from "@undertone/recognize";
import { getFeatureSet } from "@undertone/speech";
import { createSoundLibrary, findSounds } from "../augment/sound-library.ts";
import { needsSounds, type Variant, variantName } from "../augment/variant.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { predictFaces } from "../faces/predict-faces.ts";
import { computeFeatures } from "../features/compute-features.ts";
import { type ClassifierSpec, createEstimator } from "../fit/classifier.ts";
import { familiarityLimit } from "../fit/familiarity-limit.ts";
import { degradePicture, type PictureFault } from "./degrade-picture.ts";
import type { FusionCondition } from "./fusion-condition.ts";
import type { FusionRecipe } from "./fusion-recipe.ts";
import { type VoiceQuality, voiceQuality } from "./voice-quality.ts";

/** One clip with a picture of the same label. */
interface Pair {
	readonly clip: number;
	readonly picture: number;
}

/** One input of all pairs under one condition, a row a pair. */
export interface Source {
	/** Logits, or log probabilities, before calibration, shape `[pairs, labels]`. */
	readonly logits: Matrix;
	/** What early fusion sees of it, shape `[pairs, features]`. */
	readonly features: Matrix;
	/** Rows that the recogniser's own gates object to. */
	readonly doubtful: readonly boolean[];
	/** What trust in each row goes by: decibels of speech above its noise, or the sharpness of a face. */
	readonly quality: readonly number[];
}

/** Both inputs; null where one is missing. */
export interface Seen {
	readonly voice: Source | null;
	readonly face: Source | null;
}

/** Pairs of one half of the study, with what they truly are. */
export interface Half {
	readonly y: Int32Array;
	readonly clips: readonly { readonly file: string; readonly speaker: string; readonly emotion: Emotion }[];
	see(condition: FusionCondition): Promise<Seen>;
}

/** One half to fit fusion, one to test it. */
export interface Study {
	/** Name of the corpus of voices. */
	readonly corpus: string;
	/** The columns of all scores. */
	readonly labels: readonly Emotion[];
	/** The clips that the voice's classifier learnt, with pictures of the fitting half. */
	readonly learn: Half;
	readonly fit: Half;
	readonly test: Half;
}

/**
 * Pairs of a clip and a picture of the same label.
 *
 * Speakers stand in three parts: on the first the voice's classifier learns, on the second fusion is fitted, the third
 * is tested; pictures are halved between fitting and testing, copies together.
 *
 * @throws {UndertoneError} `file-not-found` without the face model; `recipe-invalid` if it knows other labels, or the
 *   feature set gives frames; `corpus-not-found`; `corpus-too-small` if a label has no picture in a half.
 */
export async function prepareStudy(recipe: FusionRecipe, context: ExperimentContext): Promise<Study> {
	const { labels, seed, voice, face } = recipe;
	checkFeatures(voice.features);
	const model = await readFaceModel(recipe);
	const { name: corpus, utterances, emotions } = await readVoices(recipe, context);
	const pictures = await readFer2013([face.part], context.data);
	const heardAs = [
		...recipe.taught.voice,
		...voice.copies,
		...recipe.conditions.map((condition) => condition.voice ?? []),
	];
	const sounds = heardAs.some(needsSounds) ? findSounds(context.data) : undefined;
	const extract = async (clips: readonly number[], variant: Variant): Promise<Matrix> => {
		const { x } = await computeFeatures(pathsOf(utterances, clips), voice.features, {
			cache: context.cache,
			signal: context.signal,
			variant,
			sounds,
			onProgress: (done, total) => context.progress("voices", done / total),
		});
		return x;
	};
	const speakers = utterances.map(({ speaker }) => speaker);
	const [learnt = [], fitted = [], tested = []] = speakerFolds(speakers, 3, { seed }).map(({ test }) => [
		...test,
	]);
	const encode = (clips: readonly number[]): Int32Array =>
		encodeLabels(
			clips.map((i) => emotions[i] as Emotion),
			labels,
		);
	const asRecorded = await extract(learnt, []);
	const views = [asRecorded];
	for (const copy of voice.copies) views.push(await extract(learnt, copy));
	const voiceModel = await createEstimator(voice.classifier as ClassifierSpec).fit(
		{ x: stackRows(views), y: encode(views.flatMap(() => learnt)), labels },
		{ seed },
	);
	const isUnfamiliar = familiarityGate(asRecorded);
	const vad = await createVoiceActivity(await readVadModel());
	const library = sounds === undefined ? undefined : createSoundLibrary(sounds);
	const heard = new Map<string, Promise<Source>>();
	/** Once for each part and each way of changing it. */
	const hear = (clips: readonly number[], variant: Variant): Promise<Source> => {
		const key = `${clips[0]} ${variantName(variant)}`;
		const known = heard.get(key) ?? listenTo(clips, variant);
		heard.set(key, known);
		return known;
	};
	const listenTo = async (clips: readonly number[], variant: Variant): Promise<Source> => {
		const qualities: VoiceQuality[] = [];
		for (const [i, path] of pathsOf(utterances, clips).entries()) {
			if (i % 20 === 0) context.progress("listening", i / clips.length);
			qualities.push(await voiceQuality(path, variant, { vad, sounds: library }));
		}
		const features = await extract(clips, variant);
		return {
			logits: await voiceModel.logits(features),
			features,
			doubtful: qualities.map(({ doubtful }, i) => doubtful || isUnfamiliar(row(features, i))),
			quality: qualities.map(({ snrDb }) => snrDb),
		};
	};
	const look = (chosen: readonly number[], fault: PictureFault): Promise<Source> =>
		seePictures(
			chosen.map((i) => ({
				...(pictures[i] as FacePicture),
				pixels: degradePicture((pictures[i] as FacePicture).pixels, fault, i),
			})),
			model,
			labels.length,
		);
	const half = (clips: readonly number[], allowed: readonly number[], name: string): Half => {
		const random = createRandom(seed).fork(name);
		const pairs = pairsOf(clips, emotions, { labels, pictures, allowed, random });
		return {
			y: encode(clips),
			clips: clips.map((i) => {
				const { file, speaker } = utterances[i] as Utterance;
				return { file, speaker, emotion: emotions[i] as Emotion };
			}),
			see: async ({ voice, face }) => ({
				voice: voice === null ? null : await hear(clips, voice),
				face:
					face === null
						? null
						: await look(
								pairs.map(({ picture }) => picture),
								face,
							),
			}),
		};
	};
	const [fitPictures, testPictures] = halves(pictures, seed);
	return {
		corpus,
		labels,
		learn: half(learnt, fitPictures, "learn"),
		fit: half(fitted, fitPictures, "fit"),
		test: half(tested, testPictures, "test"),
	};
}

/** The recogniser's gate against clips unlike those that its model learnt from, for a model of these. */
function familiarityGate(x: Matrix): (features: ArrayLike<number>) => boolean {
	const scaler = fitScaler(x);
	const limit = familiarityLimit(x, scaler);
	const normalisation = { mean: [...scaler.mean], deviation: [...scaler.deviation] };
	return (features) => unfamiliarity(features, normalisation) > limit;
}

function checkFeatures(features: string): void {
	if (getFeatureSet(features).kind === "functionals") return;
	throw new UndertoneError(
		"recipe-invalid",
		`voice.features must be a set with one row a clip, such as undertone@2, and ${features} gives frames.`,
	);
}

/** @throws {UndertoneError} `file-not-found`, or `recipe-invalid` if its labels are not the recipe's. */
async function readFaceModel({ id, labels, face }: FusionRecipe): Promise<Uint8Array> {
	const bytes = await readFile(face.model).catch((cause: unknown) => {
		throw new UndertoneError(
			"file-not-found",
			`The recipe "${id}" needs the face model ${face.model}, and there is none. Train it, with undertone train recipes/face-pair-moved-all.json for example.`,
			{ cause },
		);
	});
	const model = new Uint8Array(bytes);
	const known = readExpressionMetadata(model).labels;
	if (known.join() === labels.join()) return model;
	throw new UndertoneError(
		"recipe-invalid",
		`The recipe "${id}" must have the labels of ${face.model} in their order: ${known.join(", ")}, got ${labels.join(", ")}.`,
	);
}

/** The clips of the recipe's labels, and these labels. */
async function readVoices(
	{ labels, voice }: FusionRecipe,
	{ data }: ExperimentContext,
): Promise<{ readonly name: string; readonly utterances: Utterance[]; readonly emotions: Emotion[] }> {
	const corpus = await readCorpus(voice.corpus, { data });
	const kept = corpus.utterances.flatMap((utterance) => {
		const mapped = voice.mapping[utterance.emotion];
		const emotion = mapped === undefined ? utterance.emotion : mapped;
		return emotion !== null && labels.includes(emotion) ? [{ utterance, emotion }] : [];
	});
	return {
		name: corpus.name,
		utterances: kept.map(({ utterance }) => utterance),
		emotions: kept.map(({ emotion }) => emotion),
	};
}

function pathsOf(utterances: readonly Utterance[], clips: readonly number[]): string[] {
	return clips.map((i) => (utterances[i] as Utterance).path);
}

/** Pictures fill their 48 × 48 pixels and look ahead: size, place and turn speak against none of them. */
async function seePictures(
	pictures: readonly FacePicture[],
	model: Uint8Array,
	columns: number,
): Promise<Source> {
	const scores = await predictFaces(model, pictures, columns);
	const logits = { ...scores, data: Float32Array.from(scores.data, (p) => Math.log(Math.max(p, 1e-4))) };
	const qualities = pictures.map(({ pixels }) => ({
		...greyStatistics({ width: 48, height: 48, data: pixels }),
		eyeDistance: 18,
		outside: 0,
	}));
	return {
		logits,
		features: logits,
		doubtful: qualities.map((quality) => faceDoubts(quality, { yaw: 0, pitch: 0, roll: 0 }).length > 0),
		quality: qualities.map(({ sharpness }) => sharpness),
	};
}

/** Pictures for fitting and for testing: copies of one stand on one side. */
function halves(pictures: readonly FacePicture[], seed: number): [number[], number[]] {
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

/** What pairs are made of besides clips. */
interface Drawn {
	readonly labels: readonly Emotion[];
	readonly pictures: readonly FacePicture[];
	/** Pictures to draw from. */
	readonly allowed: readonly number[];
	readonly random: Random;
}

/** @throws {UndertoneError} `corpus-too-small` if there is no picture of a clip's label. */
function pairsOf(
	clips: readonly number[],
	emotions: readonly Emotion[],
	{ labels, pictures, allowed, random }: Drawn,
): Pair[] {
	const byLabel = new Map(
		labels.map((label) => [label, allowed.filter((i) => pictures[i]?.emotion === label)]),
	);
	return clips.map((clip) => {
		const label = emotions[clip] as Emotion;
		const own = byLabel.get(label) ?? [];
		if (own.length > 0) return { clip, picture: own[random.integer(own.length)] as number };
		throw new UndertoneError(
			"corpus-too-small",
			`Every label must have a picture in each half, and one has none of "${label}". Leave the label out, or take a larger part.`,
		);
	});
}
