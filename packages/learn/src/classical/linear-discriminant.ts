import type { Matrix } from "@undertone/core";
import { checkDataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { type ClassStatistics, classStatistics } from "./class-statistics.ts";
import { appendLinearScores, type LinearMap, linearScores } from "./linear-scores.ts";
import { maskedPriors } from "./masked-priors.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link linearDiscriminant}. */
export interface LinearDiscriminantOptions {
	/** Share of the identity in the covariance, in [0, 1]; `auto` is Ledoit and Wolf's. */
	readonly shrinkage?: number | "auto";
	/** Whether all classes are taken to be as frequent, or as in the data (of clips that could be of them). */
	readonly priors?: "equal" | "data";
}

/** Score of a class without samples. */
const never = -50;

/**
 * Linear discriminant analysis: Gaussian classes with one covariance, shrunk towards the mean variance.
 *
 * A class is described by its own samples alone, so that a corpus that lacks it says nothing against it.
 *
 * @see Fisher (1936), doi:10.1111/j.1469-1809.1936.tb02137.x; Ledoit & Wolf (2004),
 *   doi:10.1016/S0047-259X(03)00096-4, for the shrinkage
 */
export function linearDiscriminant({
	shrinkage = "auto",
	priors = "equal",
}: LinearDiscriminantOptions = {}): Estimator {
	if (shrinkage !== "auto" && !(shrinkage >= 0 && shrinkage <= 1)) {
		throw new RangeError(`linearDiscriminant: shrinkage must be "auto" or in [0, 1], got ${shrinkage}.`);
	}
	const name = "lda";
	return {
		name,
		fit: async (data, { signal, sampleWeights }) => {
			checkDataset(data, name);
			await pause(signal);
			const scaler = fitScaler(data.x, sampleWeights);
			const z = scale(data.x, scaler);
			const statistics = classStatistics(z, data.y, data.labels.length, sampleWeights);
			await pause(signal);
			const share = shrinkage === "auto" ? ledoitWolf(z, data.y, statistics, sampleWeights) : shrinkage;
			const shares = priors === "data" ? maskedPriors(data, sampleWeights) : undefined;
			const map = discriminant(statistics, z.columns, share, shares);
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { shrinkage: share },
				logits: (x) => linearScores(x, map),
				append: (graph, x) => appendLinearScores(graph, x, map),
			});
		},
	};
}

/** log p(x | c) + log prior, up to what all classes share: x · Σ⁻¹μ − ½ μ · Σ⁻¹μ + log prior. */
function discriminant(
	{ totals, means, within }: ClassStatistics,
	f: number,
	share: number,
	priors: Float64Array | undefined,
): LinearMap {
	const covariance = shrink(within, f, share);
	const factor = cholesky(covariance, f);
	const classes = totals.length;
	const weights = new Float64Array(f * classes);
	const bias = new Float64Array(classes).fill(never);
	for (let c = 0; c < classes; c++) {
		if (totals[c] === 0) continue;
		const mean = means.subarray(c * f, (c + 1) * f);
		const solved = solveCholesky(factor, f, mean);
		let product = 0;
		for (let i = 0; i < f; i++) {
			weights[i * classes + c] = solved[i] as number;
			product += (solved[i] as number) * (mean[i] as number);
		}
		bias[c] = -0.5 * product + Math.log(priors?.[c] ?? 1);
	}
	return { inputs: f, outputs: classes, weights, bias };
}

/** (1 − share) S + share · mean variance · I, with a touch of it always, for constant features. */
export function shrink(covariance: Float64Array, f: number, share: number): Float64Array {
	let trace = 0;
	for (let i = 0; i < f; i++) trace += covariance[i * f + i] as number;
	const level = trace > 0 ? trace / f : 1;
	const used = Math.max(share, 1e-6);
	const out = covariance.map((value) => (1 - used) * value);
	for (let i = 0; i < f; i++) out[i * f + i] = (out[i * f + i] as number) + used * level;
	return out;
}

/** Ledoit and Wolf's share for the deviations from the class means. */
function ledoitWolf(
	{ rows, columns: f, data }: Matrix,
	y: ArrayLike<number>,
	{ means, within }: ClassStatistics,
	weights?: ArrayLike<number>,
): number {
	let trace = 0;
	for (let i = 0; i < f; i++) trace += within[i * f + i] as number;
	const level = trace / f;
	let distance = 0;
	let squares = 0;
	for (let i = 0; i < f * f; i++) {
		const s = within[i] as number;
		squares += s * s;
	}
	distance = squares - f * level * level;
	// Mean over samples of ‖x xᵀ − S‖² = ‖x‖⁴ − 2 xᵀ S x + ‖S‖², whose average is Σ‖x‖⁴ / n − ‖S‖².
	let fourth = 0;
	let total = 0;
	for (let r = 0; r < rows; r++) {
		const w = weights?.[r] ?? 1;
		if (w === 0) continue;
		let norm = 0;
		const at = (y[r] as number) * f;
		for (let i = 0; i < f; i++) norm += ((data[r * f + i] as number) - (means[at + i] as number)) ** 2;
		fourth += w * norm * norm;
		total += w;
	}
	const spread = (fourth / total - squares) / total;
	return distance > 0 ? Math.min(1, Math.max(0, spread / distance)) : 1;
}
