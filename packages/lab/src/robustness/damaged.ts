import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Emotion, type Matrix, matrixFromRows, sevenEmotions } from "@undertone/core";
import { readCorpus, type Utterance } from "@undertone/corpora";
import { encodeLabels, holdOut, subset } from "@undertone/learn";
import { createSession, float32Data, float32Tensor, readOnnx } from "@undertone/onnx";
import { readModelMetadata } from "@undertone/recognize";
import type { Experiment, ExperimentContext } from "../experiments/experiment.ts";
import { computeFeatures, computeFrames } from "../features/compute-features.ts";
import { runFitJobs } from "../fit/run-fit-jobs.ts";
import { percent } from "../report/percent.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import type { SplitKind } from "../results/result.ts";
import { writeAtomically } from "../write-atomically.ts";
import { afterVector } from "./after-vector.ts";
import { type DamageRow, type DamageTrial, damageTable } from "./damage-table.ts";

const shipped = "models/speech.onnx";
const seed = 1;

/** How gradually recognition degrades when parts of a network are missing: the shipped model and the second paper's. */
export const damaged: Experiment = {
	id: "damaged",
	summary: "the shipped model and the second paper's network with parts missing, on TESS",
	run: async (context) => {
		const { utterances } = await readCorpus("tess", { data: context.data });
		const rows: DamageRow[] = [];
		for (const trial of [await shippedTrial(utterances, context), await paperTrial(utterances, context)]) {
			const own = await damageTable(trial);
			rows.push(...own);
			await writeAtomically(
				join(context.results, "damaged", `${trial.name}.csv`),
				predictionsCsv(trial, own),
			);
			context.print("");
			context.print(`${trial.model}, ${trial.corpus}: UAR (mean of the draws, least to greatest)`);
			for (const row of own) context.print(`  ${rowWords(row)}`);
			await enterLedger(trial, own[0]?.uar ?? 0, context.results);
		}
		const write = (name: string, text: string): Promise<void> =>
			writeAtomically(join(context.results, "damaged", name), text);
		await write("table.csv", damageCsv(rows));
		await write("labels.csv", `index,label\n${sevenEmotions.map((label, i) => `${i},${label}\n`).join("")}`);
		return [];
	},
};

/** Whole and damaged, a network is one opening of its test part. */
async function enterLedger({ model, features, split }: Trial, uar: number, results: string): Promise<void> {
	await appendToLedger(results, {
		date: new Date().toISOString(),
		id: "damaged",
		corpora: ["TESS"],
		split,
		adaptation: { kind: "none", k: 0 },
		classifier: `${model}, whole and damaged`,
		features,
		selection: "fixed-beforehand",
		metrics: { uar: { value: uar, low: uar, high: uar } },
	});
}

/** A network to be damaged, and what it is tested on. */
interface Trial extends DamageTrial {
	/** Of the file that holds what it predicted. */
	readonly name: string;
	/** Of the clips, in their order. */
	readonly files: readonly string[];
	readonly features: string;
	readonly split: SplitKind;
}

/** A corpus that the shipped model never heard. */
async function shippedTrial(utterances: readonly Utterance[], context: ExperimentContext): Promise<Trial> {
	const bytes = new Uint8Array(await readFile(shipped));
	const { name, labels, features, frames } = readModelMetadata(bytes);
	checkLabels(name, labels);
	const { x } = await featuresOf(utterances, features.id, context);
	const { graph } = readOnnx(bytes);
	const vectors = frames === undefined ? undefined : await vectorsOf(utterances, bytes, frames.id, context);
	return {
		name: "shipped",
		files: utterances.map(({ file }) => file),
		model: name,
		corpus: "TESS, none of it trained on",
		features: features.id,
		split: "cross-corpus",
		graph: vectors === undefined ? graph : afterVector(graph),
		vectors,
		labels,
		x,
		y: classesOf(utterances, labels),
	};
}

/** The second paper's network on its held-out fifth, whose two voices it knows. */
async function paperTrial(utterances: readonly Utterance[], context: ExperimentContext): Promise<Trial> {
	const { x } = await featuresOf(utterances, "s1-mfcc40@1", context);
	const data = { x, y: classesOf(utterances, sevenEmotions), labels: sevenEmotions };
	const fold = holdOut(data.y, { share: 0.2, seed });
	const test = subset(data, fold.test);
	const [answer] = await runFitJobs(
		[
			{
				classifier: {
					kind: "mlp",
					hidden: [100, 200, 100],
					dropout: 0.5,
					epochs: 100,
					batchSize: 32,
					keep: "last",
				},
				train: subset(data, fold.train),
				seed,
				predict: [],
			},
		],
		{
			signal: context.signal,
			onProgress: (_, { epoch, epochs }) => context.progress("the second paper's network", epoch / epochs),
		},
	);
	return {
		name: "mlp",
		files: Array.from(fold.test, (i) => utterances[i]?.file ?? ""),
		model: "mlp 100-200-100 (S1)",
		corpus: "TESS, random 20 % held out",
		features: "s1-mfcc40@1",
		split: "random",
		graph: readOnnx(answer?.model ?? new Uint8Array()).graph,
		labels: sevenEmotions,
		x: test.x,
		y: test.y,
	};
}

function featuresOf(
	utterances: readonly Utterance[],
	set: string,
	{ cache, signal, progress }: ExperimentContext,
): ReturnType<typeof computeFeatures> {
	return computeFeatures(
		utterances.map(({ path }) => path),
		set,
		{ cache, signal, onProgress: (done, total) => progress(set, done / total) },
	);
}

/** The i-vectors that a model makes of clips, shape `[clips, dimensions]`. */
async function vectorsOf(
	utterances: readonly Utterance[],
	model: Uint8Array,
	set: string,
	{ cache, signal, progress }: ExperimentContext,
): Promise<Matrix> {
	const { clips } = await computeFrames(
		utterances.map(({ path }) => path),
		set,
		{ cache, signal, onProgress: (done, total) => progress(set, done / total) },
	);
	const session = await createSession(model);
	try {
		const width = readModelMetadata(model).features.names.length;
		const features = float32Tensor(new Float32Array(width), [1, width]);
		const rows: Float32Array[] = [];
		for (const { rows: length, columns, data } of clips) {
			const frames = float32Tensor(Float32Array.from(data), [1, length, columns]);
			const { vector } = await session.run({ features, frames }, ["vector"]);
			rows.push(float32Data(vector, "vector"));
		}
		return matrixFromRows(rows);
	} finally {
		await session.release();
	}
}

function classesOf(utterances: readonly Utterance[], labels: readonly Emotion[]): Int32Array {
	return encodeLabels(
		utterances.map(({ emotion }) => emotion),
		labels,
	);
}

const words: Readonly<Record<DamageRow["harm"], string>> = {
	none: "whole",
	weights: "of the weights lost",
	units: "of the hidden units silent",
	bits: "bits a weight",
	features: "of the features missing",
};

function rowWords({ harm, level, uar, least, greatest, draws }: DamageRow): string {
	const what =
		harm === "none" ? words.none : `${harm === "bits" ? level : `${100 * level} %`} ${words[harm]}`;
	return `${what.padEnd(34)} ${percent(uar)}${draws > 1 ? ` (${percent(least)} to ${percent(greatest)})` : ""}`;
}

/** The table as a csv, shares with four digits. */
function damageCsv(rows: readonly DamageRow[]): string {
	const heading = "model,corpus,n,harm,level,draws,uar,uar_least,uar_greatest,accuracy";
	const lines = rows.map((row) =>
		[
			`"${row.model}"`,
			`"${row.corpus}"`,
			row.n,
			row.harm,
			row.level,
			row.draws,
			...[row.uar, row.least, row.greatest, row.accuracy].map((value) => value.toFixed(4)),
		].join(","),
	);
	return `${[heading, ...lines].join("\n")}\n`;
}

/** Predictions are stored as indices of one list of labels. */
function checkLabels(name: string, labels: readonly Emotion[]): void {
	if (labels.join() === sevenEmotions.join()) return;
	throw new RangeError(
		`damaged: "${name}" must know the labels ${sevenEmotions.join(", ")}, in this order, got ${labels.join(", ")}.`,
	);
}

/**
 * What was predicted, from which every figure of the table can be computed: a row a clip, a column for every draw of
 * every harm (`weights 0.05 #1`), class indices as in `labels.csv`.
 */
function predictionsCsv({ files, y }: Trial, rows: readonly DamageRow[]): string {
	const runs = rows.flatMap(({ harm, level, predicted }) =>
		predicted.map((values, draw) => ({ name: `${harm} ${level} #${draw + 1}`, values })),
	);
	const lines = files.map((file, i) => [file, y[i], ...runs.map(({ values }) => values[i])].join(","));
	return `${[["file", "actual", ...runs.map(({ name }) => name)].join(","), ...lines].join("\n")}\n`;
}
