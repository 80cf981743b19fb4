import { createRandom, type Matrix, type Random, row } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { checkDataset, takeRows } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { appendLinear, toDouble, toFloat } from "./linear-scores.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link gaussianMixture}. */
export interface GaussianMixtureOptions {
	/** Gaussians of a class; fewer where it has fewer than ten samples for each. */
	readonly components?: number;
	readonly iterations?: number;
	/** Least variance of a standardised feature. */
	readonly leastVariance?: number;
	readonly priors?: "equal" | "data";
}

/** Logit of a class without samples. */
const never = -1e4;

/** A Gaussian with its own variance for every feature. */
export interface DiagonalGaussian {
	readonly logWeight: number;
	readonly mean: Float64Array;
	readonly variance: Float64Array;
	/** 1 / variance. */
	readonly precision: Float64Array;
	/** −½ Σ log variance. */
	readonly logScale: number;
}

/** A Gaussian with what its density needs computed once. */
export function diagonalGaussian(
	logWeight: number,
	mean: Float64Array,
	variance: Float64Array,
): DiagonalGaussian {
	const logScale = -0.5 * variance.reduce((sum, v) => sum + Math.log(v), 0);
	return { logWeight, mean, variance, precision: variance.map((v) => 1 / v), logScale };
}

/**
 * A mixture of Gaussians with diagonal covariances for every class, fitted by expectation–maximisation from
 * k-means++ centres.
 *
 * @see Reynolds & Rose (1995), doi:10.1109/89.365379; Dempster, Laird & Rubin (1977)
 */
export function gaussianMixture({
	components = 2,
	iterations = 50,
	leastVariance = 0.05,
	priors = "equal",
}: GaussianMixtureOptions = {}): Estimator {
	if (!Number.isInteger(components) || components < 1) {
		throw new RangeError(`gaussianMixture: components must be a whole number from 1, got ${components}.`);
	}
	const name = "gmm";
	return {
		name,
		fit: async (given, { seed, signal, sampleWeights }) => {
			checkDataset(given, name);
			const { data, weights } = weightedRows(given, sampleWeights);
			const scaler = fitScaler(data.x, weights);
			const z = scale(data.x, scaler);
			const random = createRandom(seed).fork("gmm");
			const total = weights.reduce((a, b) => a + b, 0);
			const mixtures: DiagonalGaussian[][] = [];
			for (let c = 0; c < data.labels.length; c++) {
				await pause(signal);
				const members = Array.from(data.y, (_, i) => i).filter((i) => data.y[i] === c);
				const own = Float64Array.from(members, (i) => weights[i] as number);
				const count = Math.max(1, Math.min(components, Math.floor(members.length / 10)));
				const share = own.reduce((a, b) => a + b, 0) / total;
				const prior = members.length === 0 ? never : priors === "data" ? Math.log(share) : 0;
				const fitted =
					members.length === 0
						? []
						: fitMixture(takeRows(z, members), own, { count, iterations, leastVariance, random });
				mixtures.push(fitted.map((part) => ({ ...part, logWeight: part.logWeight + prior })));
			}
			const width = Math.max(...mixtures.map((parts) => parts.length));
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { components: mixtures.map((parts) => parts.length) },
				logits: (x) => mixtureLogits(x, mixtures),
				append: (graph, x) => appendMixtures(graph, x, mixtures, width, z.columns),
			});
		},
	};
}

interface MixtureOptions {
	readonly count: number;
	readonly iterations: number;
	readonly leastVariance: number;
	readonly random: Random;
}

/** Expectation–maximisation of one mixture. */
export function fitMixture(
	z: Matrix,
	weights: Float64Array,
	{ count, iterations, leastVariance, random }: MixtureOptions,
): DiagonalGaussian[] {
	const { rows, columns: f } = z;
	let parts = startFrom(z, count, random);
	let before = Number.NEGATIVE_INFINITY;
	const shares = new Float64Array(rows * count);
	for (let iteration = 0; iteration < iterations; iteration++) {
		let likelihood = 0;
		for (let r = 0; r < rows; r++) {
			const logs = parts.map((part) => logDensity(part, row(z, r)));
			const whole = logSumExp(logs);
			likelihood += (weights[r] as number) * whole;
			for (let k = 0; k < count; k++) {
				shares[r * count + k] = (weights[r] as number) * Math.exp((logs[k] as number) - whole);
			}
		}
		parts = parts.map((_, k) => {
			let mass = 1e-12;
			const mean = new Float64Array(f);
			const variance = new Float64Array(f);
			for (let r = 0; r < rows; r++) mass += shares[r * count + k] as number;
			for (let r = 0; r < rows; r++) {
				const share = (shares[r * count + k] as number) / mass;
				for (let i = 0; i < f; i++) mean[i] = (mean[i] as number) + share * (z.data[r * f + i] as number);
			}
			for (let r = 0; r < rows; r++) {
				const share = (shares[r * count + k] as number) / mass;
				for (let i = 0; i < f; i++) {
					const d = (z.data[r * f + i] as number) - (mean[i] as number);
					variance[i] = (variance[i] as number) + share * d * d;
				}
			}
			return diagonalGaussian(
				Math.log(mass),
				mean,
				variance.map((v) => Math.max(v, leastVariance)),
			);
		});
		const all = logSumExp(parts.map(({ logWeight }) => logWeight));
		parts = parts.map((part) => ({ ...part, logWeight: part.logWeight - all }));
		if (likelihood - before < 1e-6 * Math.abs(likelihood)) break;
		before = likelihood;
	}
	return parts;
}

/** k-means++ centres with unit variances. */
function startFrom(z: Matrix, count: number, random: Random): DiagonalGaussian[] {
	const centres = [row(z, random.integer(z.rows))];
	const nearest = new Float64Array(z.rows).fill(Number.POSITIVE_INFINITY);
	while (centres.length < count) {
		const last = centres.at(-1) as Float32Array | Float64Array;
		let total = 0;
		for (let r = 0; r < z.rows; r++) {
			const line = row(z, r);
			let sum = 0;
			for (let i = 0; i < line.length; i++) sum += ((line[i] as number) - (last[i] as number)) ** 2;
			nearest[r] = Math.min(nearest[r] as number, sum);
			total += nearest[r] as number;
		}
		let left = random.next() * total;
		let chosen = 0;
		while (chosen < z.rows - 1 && left > (nearest[chosen] as number)) left -= nearest[chosen++] as number;
		centres.push(row(z, chosen));
	}
	return centres.map((centre) =>
		diagonalGaussian(-Math.log(count), Float64Array.from(centre), new Float64Array(z.columns).fill(1)),
	);
}

/** log(weight · N(x; mean, variance)), the factor (2π)^(−f/2) left out since all share it. */
export function logDensity(
	{ logWeight, logScale, mean, precision }: DiagonalGaussian,
	x: Float32Array | Float64Array,
): number {
	let sum = 0;
	for (let i = 0; i < mean.length; i++) {
		const d = (x[i] as number) - (mean[i] as number);
		sum += d * d * (precision[i] as number);
	}
	return logWeight + logScale - 0.5 * sum;
}

/** log Σ exp, without overflow; −∞ for none. */
export function logSumExp(values: ArrayLike<number>): number {
	let highest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
	if (highest === Number.NEGATIVE_INFINITY) return highest;
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}

function mixtureLogits(x: Matrix, mixtures: readonly (readonly DiagonalGaussian[])[]): Matrix {
	const classes = mixtures.length;
	const data = new Float64Array(x.rows * classes);
	for (let r = 0; r < x.rows; r++) {
		const line = row(x, r);
		for (const [c, parts] of mixtures.entries()) {
			data[r * classes + c] =
				parts.length === 0 ? never : logSumExp(parts.map((part) => logDensity(part, line)));
		}
	}
	return { rows: x.rows, columns: classes, data };
}

/** As x² · (−1/2v) + x · (μ/v) + constant for every Gaussian, then log Σ exp over those of a class. */
function appendMixtures(
	graph: GraphBuilder,
	x: string,
	mixtures: readonly (readonly DiagonalGaussian[])[],
	width: number,
	f: number,
): string {
	const classes = mixtures.length;
	const outputs = classes * width;
	const weights = new Float64Array(2 * f * outputs);
	const bias = new Float64Array(outputs).fill(never);
	for (const [c, parts] of mixtures.entries()) {
		for (const [k, { logWeight, mean, variance }] of parts.entries()) {
			const o = c * width + k;
			let constant = logWeight;
			for (let i = 0; i < f; i++) {
				const v = variance[i] as number;
				const m = mean[i] as number;
				weights[i * outputs + o] = -0.5 / v;
				weights[(f + i) * outputs + o] = m / v;
				constant -= 0.5 * ((m * m) / v + Math.log(v));
			}
			bias[o] = constant;
		}
	}
	const z = toDouble(graph, x);
	const both = graph.node("Concat", [graph.node("Mul", [z, z]), z], { axis: 1 });
	const logs = appendLinear(graph, both, { inputs: 2 * f, outputs, weights, bias });
	const split = graph.node("Reshape", [logs, graph.ints([-1, classes, width])]);
	return toFloat(graph, graph.node("ReduceLogSumExp", [split, graph.ints([2])], { keepdims: 0 }));
}
