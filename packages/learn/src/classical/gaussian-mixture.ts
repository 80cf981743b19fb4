import { createRandom, type Matrix, row } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { checkDataset, takeRows } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { type DiagonalGaussian, logDensity, logSumExp } from "./diagonal-gaussian.ts";
import { fitMixture } from "./fit-mixture.ts";
import { appendLinear, toDouble, toFloat } from "./linear-scores.ts";
import { maskedPriors } from "./masked-priors.ts";
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

/**
 * A mixture of Gaussians with diagonal covariances for every class, fitted by expectation–maximisation from
 * k-means++ centres.
 *
 * A class is described by its own samples alone, so that a corpus that lacks it says nothing against it.
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
			const shares = priors === "data" ? maskedPriors(data, weights) : undefined;
			const mixtures: DiagonalGaussian[][] = [];
			for (let c = 0; c < data.labels.length; c++) {
				await pause(signal);
				const members = Array.from(data.y, (_, i) => i).filter((i) => data.y[i] === c);
				const own = Float64Array.from(members, (i) => weights[i] as number);
				const count = Math.max(1, Math.min(components, Math.floor(members.length / 10)));
				const prior = members.length === 0 ? never : Math.log(shares?.[c] ?? 1);
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
