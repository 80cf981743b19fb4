import type { Matrix } from "@undertone/core";
import { checkDataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { type ClassStatistics, classStatistics } from "./class-statistics.ts";
import { shrink } from "./linear-discriminant.ts";
import { appendLinear, type LinearMap, linearScores, toDouble, toFloat } from "./linear-scores.ts";
import { standardisedModel } from "./standardised-model.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/** Settings of {@link plda}. */
export interface PldaOptions {
	/** Dimensions of the discriminant space; at most classes − 1, which is the default. */
	readonly dimensions?: number;
	/** Share of the identity in the covariance within classes, in [0, 1]. */
	readonly shrinkage?: number;
}

/** Logit of a class without samples. */
const never = -50;

/**
 * Probabilistic linear discriminant analysis: a class's centre is itself drawn from a Gaussian, so that a class of
 * few samples is known less well than one of many.
 *
 * The space in which the covariance within classes is the identity and that between them is diagonal (Ψ) is found
 * first; a class of n samples with mean m predicts a sample from N(nΨ/(nΨ+1) m, 1 + Ψ/(nΨ+1)) in every dimension.
 *
 * @see Ioffe (2006), doi:10.1007/11744085_41; Prince & Elder (2007), doi:10.1109/ICCV.2007.4409052
 */
export function plda({ dimensions, shrinkage = 0.1 }: PldaOptions = {}): Estimator {
	if (!(shrinkage >= 0 && shrinkage <= 1)) {
		throw new RangeError(`plda: shrinkage must be in [0, 1], got ${shrinkage}.`);
	}
	const name = "plda";
	return {
		name,
		fit: async (data, { signal, sampleWeights }) => {
			checkDataset(data, name);
			await pause(signal);
			const scaler = fitScaler(data.x, sampleWeights);
			const z = scale(data.x, scaler);
			const statistics = classStatistics(z, data.y, data.labels.length, sampleWeights);
			await pause(signal);
			const present = statistics.totals.filter((total) => total > 0).length;
			const space = discriminantSpace(
				statistics,
				z.columns,
				Math.min(dimensions ?? present - 1, present - 1),
				shrinkage,
			);
			const scores = quadraticScores(statistics, space);
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { dimensions: space.map.outputs, between: [...space.between] },
				logits: (x) => linearScores(withSquares(linearScores(x, space.map)), scores),
				append: (graph, x) => {
					const u = appendLinear(graph, toDouble(graph, x), space.map);
					const both = graph.node("Concat", [graph.node("Mul", [u, u]), u], { axis: 1 });
					return toFloat(graph, appendLinear(graph, both, scores));
				},
			});
		},
	};
}

/** Where classes differ, scaled so that they vary by 1 within. */
interface Space {
	readonly map: LinearMap;
	/** Variance of the class centres in every dimension (Ψ). */
	readonly between: Float64Array;
}

function discriminantSpace(
	{ totals, means, within }: ClassStatistics,
	f: number,
	dimensions: number,
	shrinkage: number,
): Space {
	const classes = totals.length;
	const sum = totals.reduce((a, b) => a + b, 0);
	const centre = new Float64Array(f);
	for (let c = 0; c < classes; c++) {
		for (let i = 0; i < f; i++) {
			centre[i] = (centre[i] as number) + ((totals[c] as number) / sum) * (means[c * f + i] as number);
		}
	}
	const factor = cholesky(shrink(within, f, shrinkage), f);
	// D = deviations of the class means, each times √(share): the covariance between classes is D Dᵀ, and the
	// eigenvectors of Dᵀ W⁻¹ D (classes × classes) give those of W⁻¹ D Dᵀ.
	const deviations = Array.from({ length: classes }, (_, c) =>
		Float64Array.from(
			{ length: f },
			(_unused, i) =>
				((means[c * f + i] as number) - (centre[i] as number)) * Math.sqrt((totals[c] as number) / sum),
		),
	);
	const solved = deviations.map((line) => solveCholesky(factor, f, line));
	const small = new Float64Array(classes * classes);
	for (const [a, left] of deviations.entries()) {
		for (const [b, right] of solved.entries()) {
			small[a * classes + b] = left.reduce((total, value, i) => total + value * (right[i] as number), 0);
		}
	}
	const { values, vectors } = symmetricEigen(small, classes);
	const weights = new Float64Array(f * dimensions);
	const bias = new Float64Array(dimensions);
	for (let d = 0; d < dimensions; d++) {
		const scaling = 1 / Math.sqrt(Math.max(values[d] as number, 1e-12));
		for (let i = 0; i < f; i++) {
			let total = 0;
			for (let c = 0; c < classes; c++) {
				total += (solved[c]?.[i] as number) * (vectors[c * classes + d] as number);
			}
			weights[i * dimensions + d] = total * scaling;
			bias[d] = (bias[d] as number) - total * scaling * (centre[i] as number);
		}
	}
	return {
		map: { inputs: f, outputs: dimensions, weights, bias },
		between: values.slice(0, dimensions).map((value) => Math.max(value, 1e-9)),
	};
}

/** log N(u; μ_c, v_c) of every class as a linear map of (u², u). */
function quadraticScores({ totals, means }: ClassStatistics, { map, between }: Space): LinearMap {
	const d = map.outputs;
	const classes = totals.length;
	const projected = linearScores({ rows: classes, columns: map.inputs, data: means }, map).data;
	const weights = new Float64Array(2 * d * classes);
	const bias = new Float64Array(classes).fill(never);
	for (let c = 0; c < classes; c++) {
		const n = totals[c] as number;
		if (n === 0) continue;
		let constant = 0;
		for (let k = 0; k < d; k++) {
			const psi = between[k] as number;
			const variance = 1 + psi / (n * psi + 1);
			const mean = ((n * psi) / (n * psi + 1)) * (projected[c * d + k] as number);
			weights[k * classes + c] = -0.5 / variance;
			weights[(d + k) * classes + c] = mean / variance;
			constant -= 0.5 * ((mean * mean) / variance + Math.log(variance));
		}
		bias[c] = constant;
	}
	return { inputs: 2 * d, outputs: classes, weights, bias };
}

function withSquares({ rows, columns, data }: Matrix): Matrix {
	const both = new Float64Array(rows * columns * 2);
	for (let r = 0; r < rows; r++) {
		for (let k = 0; k < columns; k++) {
			const value = data[r * columns + k] as number;
			both[r * columns * 2 + k] = value * value;
			both[r * columns * 2 + columns + k] = value;
		}
	}
	return { rows, columns: 2 * columns, data: both };
}
