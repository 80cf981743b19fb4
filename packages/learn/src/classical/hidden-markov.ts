import { createRandom, type Matrix, row } from "@undertone/core";
import { createFittedModel } from "../create-fitted-model.ts";
import { checkDataset, type Dataset, subset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { fitTemperature } from "../fit-temperature.ts";
import { pause } from "../pause.ts";
import { fitScaler, type Scaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { appendHiddenMarkov } from "./append-hidden-markov.ts";
import {
	type BaumWelchOptions,
	baumWelch,
	emissionLogs,
	type FrameSequence,
	type HiddenMarkovModel,
	sequenceLikelihood,
} from "./baum-welch.ts";
import { innerFolds } from "./inner-folds.ts";

/** Settings of {@link hiddenMarkov}. */
export interface HiddenMarkovOptions {
	/** Frames of a sample, and features of a frame; a row of the data holds them frame by frame. */
	readonly frames: number;
	readonly bands: number;
	readonly states?: number;
	/** Gaussians of a state. */
	readonly components?: number;
	readonly topology?: "left-right" | "ergodic";
	readonly iterations?: number;
	/** Least variance of a standardised feature. */
	readonly leastVariance?: number;
	/** Inner folds on which the weight of the likelihood is fitted; 0 takes the likelihood a frame times ten. */
	readonly probabilityFolds?: number;
}

/** Weight of the mean log-likelihood a frame, where it is not fitted. */
const usualWeight = 10;

/** The models of the classes; undefined for a class without samples. */
type Models = readonly (HiddenMarkovModel | undefined)[];

/**
 * A hidden Markov model of the frames for every class; the class whose model finds the clip likeliest.
 *
 * A clip ends at its first frame whose first feature is undefined (NaN), or at its last. The logit of a class is
 * the log-likelihood a frame times a weight that is fitted on clips held out in inner folds, since frames that
 * follow each other tell much the same.
 *
 * @see Nwe, Foo & De Silva (2003), doi:10.1016/S0167-6393(03)00099-2, for emotions
 */
export function hiddenMarkov({
	frames,
	bands,
	states = 5,
	components = 1,
	topology = "left-right",
	iterations = 15,
	leastVariance = 0.05,
	probabilityFolds = 2,
}: HiddenMarkovOptions): Estimator {
	const name = "hmm";
	if (!(Number.isInteger(states) && states >= 1)) {
		throw new RangeError(`hiddenMarkov: states must be a whole number from 1, got ${states}.`);
	}
	return {
		name,
		fit: async (given, { seed, signal, sampleWeights }) => {
			checkDataset(given, name);
			if (given.x.columns !== frames * bands) {
				throw new RangeError(
					`${name}.fit: samples of ${frames} frames of ${bands} must have ${frames * bands} features, ` +
						`got ${given.x.columns}.`,
				);
			}
			const { data, weights } = weightedRows(given, sampleWeights);
			const scaler = fitScaler(asFrames(data.x, bands));
			const settings = { states, components, topology, iterations, leastVariance };
			const models = await fitClasses(data, weights, scaler, bands, settings, seed, signal);
			let weight = usualWeight;
			const folds = probabilityFolds === 0 ? [] : innerFolds(data, probabilityFolds, seed);
			if (folds.length > 0) {
				const held = new Float64Array(data.y.length * data.labels.length);
				for (const { train, test } of folds) {
					const part = subset(data, train);
					const own = train.length === 0 ? weights : Float64Array.from(train, (i) => weights[i] as number);
					const inner = await fitClasses(part, own, scaler, bands, settings, seed, signal);
					const scores = likelihoods(subset(data, test).x, inner, scaler, bands);
					for (const [t, i] of test.entries()) held.set(row(scores, t), i * data.labels.length);
				}
				const matrix = { rows: data.y.length, columns: data.labels.length, data: held };
				weight =
					1 / fitTemperature(matrix, data.y, data.allowed === undefined ? {} : { allowed: data.allowed });
			}
			return createFittedModel({
				name,
				labels: data.labels,
				features: frames * bands,
				summary: { states, components, weight },
				logits: (x) => {
					const scores = likelihoods(x, models, scaler, bands);
					return { ...scores, data: scores.data.map((value) => weight * value) };
				},
				append: (graph, features) =>
					appendHiddenMarkov(graph, features, { models, scaler, frames, bands, weight }),
			});
		},
	};
}

/** Per frame, of a class without samples. */
const neverPerFrame = -1e3;

async function fitClasses(
	{ x, y, labels }: Dataset,
	weights: Float64Array,
	scaler: Scaler,
	bands: number,
	settings: Omit<BaumWelchOptions, "random">,
	seed: number,
	signal: AbortSignal | undefined,
): Promise<Models> {
	const z = scale(asFrames(x, bands), scaler);
	const models: (HiddenMarkovModel | undefined)[] = [];
	for (let c = 0; c < labels.length; c++) {
		await pause(signal);
		const members = Array.from(y, (_, i) => i).filter((i) => y[i] === c);
		const sequences = members.map((i): FrameSequence => {
			const length = lengthOf(x, i, bands);
			const from = i * x.columns;
			return {
				data: z.data.subarray(from, from + length * bands),
				frames: length,
				weight: weights[i] as number,
			};
		});
		const random = createRandom(seed).fork(`hmm ${c}`);
		models.push(members.length === 0 ? undefined : baumWelch(sequences, bands, { ...settings, random }));
	}
	return models;
}

/** Log-likelihood a frame of every clip under every class's model. */
function likelihoods(
	x: Matrix,
	models: Models,
	scaler: Scaler,
	bands: number,
): Matrix & { readonly data: Float64Array } {
	const z = scale(asFrames(x, bands), scaler);
	const data = new Float64Array(x.rows * models.length).fill(neverPerFrame);
	for (let i = 0; i < x.rows; i++) {
		const length = lengthOf(x, i, bands);
		const frames = z.data.subarray(i * x.columns, i * x.columns + length * bands);
		for (const [c, model] of models.entries()) {
			if (model === undefined) continue;
			const logs = emissionLogs(model, frames, length, bands);
			data[i * models.length + c] = sequenceLikelihood(model, logs, length) / length;
		}
	}
	return { rows: x.rows, columns: models.length, data };
}

/** Frames of a clip before the first undefined one; at least one. */
function lengthOf(x: Matrix, i: number, bands: number): number {
	const line = row(x, i);
	let t = 1;
	while (t * bands < line.length && !Number.isNaN(line[t * bands] as number)) t++;
	return t;
}

function asFrames({ data }: Matrix, bands: number): Matrix {
	return { rows: data.length / bands, columns: bands, data };
}
