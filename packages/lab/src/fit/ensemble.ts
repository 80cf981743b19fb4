import { type Matrix, zeros } from "@undertone/core";
import {
	type Dataset,
	type FittedModel,
	fitTemperature,
	speakerFolds,
	subset,
	takeRows,
} from "@undertone/learn";
import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { FitAnswer, FitJob } from "./fit-job.ts";

/**
 * The members of an ensemble: every inner fold of the training speakers is held out by one of them, which stops
 * and is calibrated on it. Augmented copies are only trained on.
 *
 * @param train - Indices of the training clips.
 * @param test - Indices of the clips to be predicted; may be empty.
 */
export function ensembleJobs(
	recipe: Recipe,
	clips: LabelledClips,
	train: Int32Array,
	test: Int32Array,
): { readonly jobs: FitJob[]; readonly heldOut: Int32Array[] } {
	const speakers = Array.from(train, (i) => clips.speakers[i] as string);
	const corpora = Array.from(train, (i) => clips.utterances[i]?.corpus ?? "");
	const k = Math.min(recipe.members, new Set(speakers).size);
	const folds = speakerFolds(speakers, k, { seed: recipe.seed, balance: corpora });
	const heldOut = folds.map((fold) => fold.test.map((i) => train[i] as number));
	const jobs = folds.map((fold, m): FitJob => {
		const inner = fold.train.map((i) => train[i] as number);
		return {
			classifier: recipe.classifier as FitJob["classifier"],
			train: stackVersions(clips, inner),
			validation: subset(clips.data, heldOut[m] as Int32Array),
			sampleWeights: repeat(
				inner.map((i) => i),
				clips,
			),
			seed: recipe.seed * 1000 + m,
			predict: [takeRows(clips.data.x, heldOut[m] as Int32Array), takeRows(clips.data.x, test)],
		};
	});
	return { jobs, heldOut };
}

/** Training rows: the clean clips, then every augmented version of them. */
function stackVersions({ versions, data }: LabelledClips, rows: Int32Array): Dataset {
	const { labels, allowed, groups } = data;
	const parts = versions.map((x) =>
		subset(
			{
				x,
				y: data.y,
				labels,
				...(allowed === undefined ? {} : { allowed }),
				...(groups === undefined ? {} : { groups }),
			},
			rows,
		),
	);
	const n = rows.length;
	const stacked = zeros(n * parts.length, data.x.columns);
	const y = new Int32Array(n * parts.length);
	const mask = new Uint8Array(n * parts.length * labels.length);
	for (const [p, part] of parts.entries()) {
		stacked.data.set(part.x.data, p * n * data.x.columns);
		y.set(part.y, p * n);
		if (part.allowed !== undefined) mask.set(part.allowed, p * n * labels.length);
	}
	return {
		x: stacked,
		y,
		labels,
		...(allowed === undefined ? {} : { allowed: mask }),
		...(groups === undefined ? {} : { groups: parts.flatMap((part) => part.groups ?? []) }),
	};
}

function repeat(rows: Int32Array, { weights, versions }: LabelledClips): Float32Array {
	const once = Float32Array.from(rows, (i) => weights[i] as number);
	const all = new Float32Array(once.length * versions.length);
	for (let v = 0; v < versions.length; v++) all.set(once, v * once.length);
	return all;
}

/** Mean of the members' log-probabilities for the test clips, shape `[rows, labels]`. */
export function averageLogits(matrices: readonly Matrix[]): Matrix {
	const first = matrices[0] as Matrix;
	const mean = zeros(first.rows, first.columns);
	for (const logits of matrices) {
		for (let r = 0; r < logits.rows; r++) {
			const from = r * logits.columns;
			const row = logits.data.subarray(from, from + logits.columns);
			const norm = logSumExp(row);
			for (let c = 0; c < row.length; c++) {
				mean.data[from + c] = (mean.data[from + c] as number) + ((row[c] as number) - norm) / matrices.length;
			}
		}
	}
	return mean;
}

function logSumExp(values: ArrayLike<number>): number {
	let highest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}

/** One temperature for the ensemble, from the clips that each member held out. */
export function ensembleTemperature(
	clips: LabelledClips,
	answers: readonly FitAnswer[],
	heldOut: readonly Int32Array[],
): number {
	const indices = heldOut.flatMap((rows) => [...rows]);
	const columns = clips.data.labels.length;
	const pooled = zeros(indices.length, columns);
	let at = 0;
	for (const answer of answers) {
		const logits = answer.logits[0] as Matrix;
		pooled.data.set(logits.data, at);
		at += logits.data.length;
	}
	const part = subset(clips.data, indices);
	return fitTemperature(pooled, part.y, part.allowed === undefined ? {} : { allowed: part.allowed });
}

/**
 * One graph for an ensemble: the mean of the members' log-probabilities over the temperature, then softmax.
 *
 * @returns An `.onnx` file with input `features` and output `probabilities`.
 */
export function ensembleGraph(models: readonly FittedModel[], temperature: number): Uint8Array {
	const [first] = models;
	if (first === undefined)
		throw new RangeError("ensembleGraph: there must be at least one member, got none.");
	const graph = createGraphBuilder("ensemble");
	const input = graph.input("features", ["N", first.features]);
	const logs = models.map((model) =>
		graph.node("Log", [graph.node("Max", [model.appendTo(graph, input), graph.floats(1e-12)])]),
	);
	const mean = graph.node("Mean", logs);
	const cooled = graph.node("Mul", [mean, graph.floats(1 / temperature)]);
	graph.output("probabilities", graph.node("Softmax", [cooled], { axis: 1 }), ["N", first.labels.length]);
	return writeOnnx(graph.build());
}
