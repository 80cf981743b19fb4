import { join } from "node:path";
import { type Emotion, sevenEmotions } from "@undertone/core";
import { type Corpus, readCorpus } from "@undertone/corpora";
import {
	accuracy,
	argmaxRows,
	checkLeak,
	type Dataset,
	encodeLabels,
	type Fold,
	holdOut,
	leaveOneSpeakerOut,
	softmaxRows,
	subset,
} from "@undertone/learn";
import { computeFeatures, type FeatureTable } from "../features/compute-features.ts";
import type { ClassifierSpec } from "../fit/classifier.ts";
import { runFitJobs } from "../fit/run-fit-jobs.ts";
import { percent } from "../report/percent.ts";
import type { Result, StoredPrediction } from "../results/result.ts";
import { type Curve, storeCurves } from "../results/store-curves.ts";
import { storeResult } from "../results/store-result.ts";
import { toPredictions } from "../results/to-predictions.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { Experiment, ExperimentContext } from "./experiment.ts";

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
/** From one woman to the other the training part does not vary, only the network's beginning. */
const speakerSeeds = [1, 2, 3] as const;
const features = "s1-mfcc40@1";
const classifier = "mlp 100-200-100, ReLU, dropout 0.5, Adam 1e-3, 100 epochs, batch 32";

/** The second paper's network and training; figures are of the last epoch, and the best is kept beside it. */
const network: ClassifierSpec = {
	kind: "mlp",
	hidden: [100, 200, 100],
	dropout: 0.5,
	epochs: 100,
	batchSize: 32,
	keep: "last",
};

/**
 * The second paper's experiment on TESS, at the same time as what its figure hides: the same network trained on
 * one of the two women and tested on the other.
 */
export const s1Tess: Experiment = {
	id: "s1-tess",
	summary: "the second paper: 40 MFCC means of TESS, 100-200-100, random 80/20; and one woman to the other",
	run: async (context) => {
		const corpus = await readCorpus("tess", { data: context.data });
		context.print(
			`TESS: ${corpus.utterances.length} clips of 2 women. The audio here is 16 kHz Opus, brought to 22,050 Hz.`,
		);
		const table = await computeFeatures(
			corpus.utterances.map((utterance) => utterance.path),
			features,
			{
				cache: context.cache,
				signal: context.signal,
				onProgress: (done, total) => context.progress("40 MFCC means", done / total),
			},
		);
		const study = { corpus, table, data: toDataset(corpus, table) };
		const random = await randomHoldOuts(study, context);
		const speakers = await womanToWoman(study, context);
		return [random, speakers];
	},
};

interface Study {
	readonly corpus: Corpus;
	readonly table: FeatureTable;
	readonly data: Dataset;
}

function toDataset({ utterances }: Corpus, { x }: FeatureTable): Dataset {
	const y = encodeLabels(
		utterances.map((utterance) => utterance.emotion),
		sevenEmotions,
	);
	return { x, y, labels: sevenEmotions };
}

interface Run {
	readonly fold: Fold;
	readonly seed: number;
	/** Whether the paper's checkpoint, the best epoch on the test part, is kept too. */
	readonly keepBest: boolean;
}

/** Ten random 80/20 splits by seeds fixed beforehand; every figure is of the last epoch. */
async function randomHoldOuts(study: Study, context: ExperimentContext): Promise<Result> {
	const began = performance.now();
	const runs = seeds.map((seed) => ({
		seed,
		keepBest: true,
		fold: holdOut(study.data.y, { share: 0.2, seed }),
	}));
	const tested = await fitAndTest(study, runs, context);
	const train = mean(tested.map((run) => run.trainAccuracy));
	const result = await storeResult(
		context.results,
		{
			...common,
			id: "s1-tess",
			split: "random",
			folds: [{ name: "20 % of the clips, ten seeds", testSpeakers: ["OAF", "YAF"] }],
			trainSeconds: (performance.now() - began) / 1000,
			notes: [
				`Training part, dropout off: accuracy ${percent(train)} (mean of ten seeds; the paper's target is 100 %).`,
				"Both women stand on both sides: this says nothing about a third person. See s1-tess-speaker.",
				"The audio here is 16 kHz Opus; the paper's was 24,414 Hz.",
			],
		},
		tested.flatMap((run) => run.predictions),
	);
	await storeCurves(
		context.results,
		result.id,
		tested.map(({ curves }) => curves),
	);
	context.print("");
	context.print(`Random 80/20, ten seeds         test ${interval(result)}, training part ${percent(train)}`);
	return result;
}

/** Trained on one woman, tested on the other, both ways. */
async function womanToWoman(study: Study, context: ExperimentContext): Promise<Result> {
	const began = performance.now();
	const folds = leaveOneSpeakerOut(study.corpus.utterances.map((utterance) => utterance.speaker));
	const runs = folds.flatMap((fold) => speakerSeeds.map((seed) => ({ fold, seed, keepBest: false })));
	const tested = await fitAndTest(study, runs, context);
	const predictions = tested.flatMap((run) => run.predictions);
	const lines = folds.map((fold) => {
		const own = predictions.filter((row) => row.fold === fold.name);
		const right = own.filter((row) => row.actual === row.predicted).length / own.length;
		const other = folds.find((candidate) => candidate !== fold)?.name;
		return `Trained on ${other}, tested on ${fold.name}      test ${percent(right)}`;
	});
	const result = await storeResult(
		context.results,
		{
			...common,
			id: "s1-tess-speaker",
			split: "speaker-independent",
			folds: folds.map((fold) => ({ name: fold.name, testSpeakers: [fold.name] })),
			trainSeconds: (performance.now() - began) / 1000,
			notes: ["One woman to the other, both ways, three seeds: what the random split hides.", ...lines],
		},
		predictions,
	);
	await storeCurves(
		context.results,
		result.id,
		tested.map(({ curves }) => curves),
	);
	for (const line of lines) context.print(line);
	context.print(`One woman to the other          test ${interval(result)}`);
	return result;
}

const common = {
	command: "undertone reproduce s1-tess",
	corpora: ["TESS"],
	adaptation: { kind: "none", k: 0 },
	classifier,
	features,
	labels: sevenEmotions,
	selection: "fixed-beforehand",
	seed: seeds[0],
} as const;

interface Tested {
	readonly predictions: StoredPrediction[];
	readonly trainAccuracy: number;
	readonly curves: Curve;
}

async function fitAndTest(
	{ corpus, table, data }: Study,
	runs: readonly Run[],
	context: ExperimentContext,
): Promise<Tested[]> {
	const parts = runs.map(({ fold, seed, keepBest }) => {
		checkLeak(fold, { hashes: table.audioHashes });
		return { fold, seed, keepBest, train: subset(data, fold.train), test: subset(data, fold.test) };
	});
	const shares = new Array<number>(runs.length).fill(0);
	const folderOf = (fold: Fold, seed: number): string =>
		join(context.cache, "runs", "s1-tess", `${fold.name.replaceAll(/[^\w-]+/g, "-")}-seed-${seed}`);
	const answers = await runFitJobs(
		// The paper's checkpoint is the best epoch on the test part: it is kept as the paper keeps it, and no
		// figure is taken from it.
		parts.map(({ fold, train, test, seed, keepBest }) => ({
			checkpoint: join(folderOf(fold, seed), "training.state"),
			classifier: network,
			train,
			...(keepBest ? { validation: test, keepBest } : {}),
			seed,
			predict: [test.x, train.x],
		})),
		{
			signal: context.signal,
			onProgress: (i, { epoch, epochs, loss, accuracy: share }) => {
				shares[i] = epoch / epochs;
				const note = `seed ${runs[i]?.seed}, epoch ${epoch}: loss ${loss.toFixed(3)}, accuracy ${percent(share)}`;
				context.progress("training", mean(shares), note);
			},
		},
	);
	const tested: Tested[] = [];
	for (const [r, { fold, seed, train }] of parts.entries()) {
		const { logits, model, bestModel, curves } = answers[r] as (typeof answers)[number];
		const [test, own] = logits;
		if (test === undefined || own === undefined) throw new Error("fitAndTest: a fit gave no predictions.");
		const folder = folderOf(fold, seed);
		await writeAtomically(join(folder, "last-epoch.onnx"), model);
		if (bestModel !== undefined) await writeAtomically(join(folder, "best-epoch.onnx"), bestModel);
		const utterances = Array.from(fold.test, (i) => corpus.utterances[i] as Corpus["utterances"][number]);
		const actual = utterances.map((utterance): Emotion => utterance.emotion);
		tested.push({
			predictions: toPredictions(utterances, actual, softmaxRows(test, 1), sevenEmotions, {
				fold: fold.name,
				repeat: seed,
			}),
			trainAccuracy: accuracy(train.y, argmaxRows(own)),
			curves,
		});
	}
	return tested;
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function interval({ metrics }: Result): string {
	const { accuracy: figure } = metrics;
	return figure === undefined
		? ""
		: `${percent(figure.value)} (95 %: ${percent(figure.low)} to ${percent(figure.high)})`;
}
