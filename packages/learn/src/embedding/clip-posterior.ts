import { cholesky, invertCholesky, solveCholesky } from "../classical/cholesky.ts";
import type { FrameStatistics } from "./frame-statistics.ts";
import type { TotalVariability } from "./total-variability.ts";

/** What a clip's frames say about its vector w. */
export interface ClipPosterior {
	/** Shape `[d]`. */
	readonly mean: Float64Array;
	/** Shape `[d, d]`. */
	readonly covariance: Float64Array;
	/** log p(frames | T) − log p(frames | T = 0): what w explains of the clip. */
	readonly evidence: number;
}

/** T_cᵀ T_c of every component, rows of lower triangles; shape `[components, d (d + 1) / 2]`. */
export function componentProducts({
	dimensions: d,
	components,
	features,
	matrix,
}: TotalVariability): Float64Array {
	const size = (d * (d + 1)) / 2;
	const products = new Float64Array(components * size);
	for (let k = 0; k < components * features; k++) {
		let p = Math.floor(k / features) * size;
		for (let i = 0; i < d; i++) {
			const value = matrix[k * d + i] as number;
			for (let j = 0; j <= i; j++, p++) {
				products[p] = (products[p] as number) + value * (matrix[k * d + j] as number);
			}
		}
	}
	return products;
}

/**
 * The posterior of w: N(L⁻¹ b, L⁻¹) with L = I + Σ N_c T_cᵀ T_c and b = Tᵀ F (the covariances are in F and T).
 *
 * @param products - Of {@link componentProducts}.
 * @see Kenny, Boulianne & Dumouchel (2005), doi:10.1109/TSA.2004.840940, propositions 1 and 2
 */
export function clipPosterior(
	{ occupancies, firstOrder }: FrameStatistics,
	{ dimensions: d, matrix }: Pick<TotalVariability, "dimensions" | "matrix">,
	products: Float64Array,
): ClipPosterior {
	const size = (d * (d + 1)) / 2;
	const packed = new Float64Array(size);
	for (const [c, n] of occupancies.entries()) {
		const at = c * size;
		for (let p = 0; p < size; p++) packed[p] = (packed[p] as number) + n * (products[at + p] as number);
	}
	const precision = new Float64Array(d * d);
	for (let i = 0, p = 0; i < d; i++) {
		for (let j = 0; j <= i; j++, p++) precision[i * d + j] = (packed[p] as number) + (i === j ? 1 : 0);
	}
	const b = new Float64Array(d);
	for (const [k, value] of firstOrder.entries()) {
		const at = k * d;
		for (let i = 0; i < d; i++) b[i] = (b[i] as number) + value * (matrix[at + i] as number);
	}
	const factor = cholesky(precision, d);
	const mean = solveCholesky(factor, d, b);
	let evidence = 0;
	for (let i = 0; i < d; i++) {
		evidence += 0.5 * (b[i] as number) * (mean[i] as number) - Math.log(factor[i * d + i] as number);
	}
	return { mean, covariance: invertCholesky(factor, d), evidence };
}
