import type { Emotion, Matrix } from "@undertone/core";
import { readCorpus, type Utterance } from "@undertone/corpora";
import { checkLeak, type Dataset, encodeLabels, type Fold, leaveOneSpeakerOut } from "@undertone/learn";
import { computeFrames } from "../features/compute-features.ts";
import { type ClassifierSpec, createEstimator } from "../fit/classifier.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { embedCached } from "./embed-cached.ts";
import type { EmbeddedFold, EmbeddingSettings } from "./embed-fold.ts";
import { embeddingId, embeddingSizes, embeddingTable } from "./embedding-table.ts";
import type { Experiment, ExperimentContext } from "./experiment.ts";

const id = "embedding-dimensions";
const labels = ["neutral", "bored", "happy", "sad", "angry", "fearful", "disgust"] as const;
const features = "cepstra@1";
const seed = 1;

const settings: EmbeddingSettings = {
	components: 64,
	mostFrames: 20_000,
	backgroundIterations: 20,
	leastVariance: 0.05,
	iterations: 5,
	dimensions: embeddingSizes,
	seed,
};

/** PLDA takes all classes to be as frequent, so the machines weigh them so too. */
const classifiers = [
	{ kind: "plda", words: "plda", spec: { kind: "plda" } },
	{
		kind: "svm-linear",
		words: "svm, linear, c 1, balanced",
		spec: { kind: "svm", kernel: "linear", c: 1, classWeights: "balanced", probabilityFolds: 0 },
	},
	{
		kind: "svm-rbf",
		words: "svm, RBF, c 5, balanced",
		spec: { kind: "svm", c: 5, classWeights: "balanced", probabilityFolds: 0 },
	},
] as const satisfies readonly {
	readonly kind: Parameters<typeof embeddingId>[0];
	readonly words: string;
	readonly spec: ClassifierSpec;
}[];

/**
 * Clips as i-vectors of five lengths, classified by PLDA and by SVM: whether PLDA is the better for such vectors, and
 * content with fewer dimensions.
 *
 * @see Gamage, Sethu, Le & Ambikairajah (2015), An i-vector GPLDA system for speech based emotion recognition,
 *   Interspeech
 */
export const embeddingDimensions: Experiment = {
	id,
	summary: "EMO-DB: i-vectors of 10 to 200 dimensions, classified by PLDA and by SVM, one speaker left out",
	run: async (context) => {
		const study = await readStudy(context);
		const rows = new Map<string, StoredPrediction[]>();
		const seconds = new Map<string, number>();
		for (const [f, fold] of study.folds.entries()) {
			const what = `fold ${f + 1} of ${study.folds.length}`;
			const embedded = await embedCached(study, fold, settings, what, context);
			for (const vectors of embedded) {
				for (const { kind, spec } of classifiers) {
					const key = embeddingId(kind, vectors.dimensions);
					const began = performance.now();
					const predictions = await classify(study, fold, vectors, spec, context);
					rows.set(key, [...(rows.get(key) ?? []), ...predictions]);
					seconds.set(key, (seconds.get(key) ?? 0) + (performance.now() - began) / 1000);
				}
			}
		}
		const results: Result[] = [];
		for (const dimensions of embeddingSizes) {
			for (const { kind, words } of classifiers) {
				const key = embeddingId(kind, dimensions);
				results.push(
					await storeResult(
						context.results,
						{
							id: key,
							command: `undertone reproduce ${id}`,
							corpora: ["EMO-DB"],
							split: "speaker-independent",
							adaptation: { kind: "none", k: 0 },
							classifier: `${words}, on i-vectors of ${dimensions} (${settings.components} Gaussians)`,
							features,
							labels,
							folds: study.folds.map(({ name }) => ({ name, testSpeakers: [name] })),
							selection: "fixed-beforehand",
							seed,
							trainSeconds: seconds.get(key) ?? 0,
							notes: ["The time is that of the classifier; the vectors are shared."],
						},
						rows.get(key) ?? [],
					),
				);
			}
		}
		const table = await embeddingTable(context.results);
		context.print("");
		for (const cells of table) {
			context.print(cells.map((cell, c) => cell.padEnd(c === 0 ? 15 : 24)).join(" "));
		}
		return results;
	},
};

/** The clips and how they are split. */
interface Study {
	readonly utterances: readonly Utterance[];
	readonly emotions: readonly Emotion[];
	readonly frames: readonly Matrix[];
	/** The set of the frames. */
	readonly features: string;
	readonly audioHashes: readonly string[];
	readonly y: Int32Array;
	readonly folds: readonly Fold[];
}

async function readStudy(context: ExperimentContext): Promise<Study> {
	const { name, utterances } = await readCorpus("emodb", { data: context.data });
	context.print(`${name}: ${utterances.length} clips, a speaker left out at a time.`);
	const { clips, audioHashes } = await computeFrames(
		utterances.map(({ path }) => path),
		features,
		{
			cache: context.cache,
			signal: context.signal,
			onProgress: (done, total) => context.progress(features, done / total),
		},
	);
	const speakers = utterances.map(({ corpus, speaker }) => `${corpus}/${speaker}`);
	const folds = leaveOneSpeakerOut(speakers);
	const files = utterances.map(({ file }) => file);
	for (const fold of folds) checkLeak(fold, { hashes: audioHashes, speakers, files });
	const emotions = utterances.map(({ emotion }) => emotion);
	return {
		utterances,
		emotions,
		frames: clips,
		audioHashes,
		features,
		y: encodeLabels(emotions, labels),
		folds,
	};
}

async function classify(
	{ utterances, emotions, y }: Study,
	fold: Fold,
	{ train, test }: EmbeddedFold,
	spec: ClassifierSpec,
	{ signal }: ExperimentContext,
): Promise<StoredPrediction[]> {
	const data: Dataset = { x: train, y: Int32Array.from(fold.train, (i) => y[i] as number), labels };
	const model = await createEstimator(spec).fit(data, { seed, ...(signal === undefined ? {} : { signal }) });
	return toPredictions(
		Array.from(fold.test, (i) => utterances[i] as Utterance),
		Array.from(fold.test, (i) => emotions[i] as Emotion),
		await model.predict(test),
		labels,
		{ fold: fold.name },
	);
}
