import type { Matrix } from "@undertone/core";
import { cholesky, solveLower } from "../classical/cholesky.ts";
import { classStatistics } from "../classical/class-statistics.ts";
import { shrink } from "../classical/linear-discriminant.ts";

/** Centres and whitens vectors as the training part needs it. */
export interface LengthNormaliser {
	/** Shape `[d]`. */
	readonly mean: Float64Array;
	/** Lower triangle L of the training part's covariance L Lᵀ, shape `[d, d]`. */
	readonly factor: Float64Array;
}

/**
 * Mean and covariance of vectors, for {@link normaliseLength}.
 *
 * @param x - Shape `[clips, d]`.
 */
export function fitLengthNormaliser(x: Matrix): LengthNormaliser {
	const { means, within } = classStatistics(x, new Uint8Array(x.rows), 1);
	return { mean: means, factor: cholesky(shrink(within, x.columns, 0), x.columns) };
}

/**
 * Centred and whitened vectors, brought to the length √d: so much nearer to a Gaussian are they then.
 *
 * @param x - Shape `[clips, d]`.
 * @returns Shape `[clips, d]`; a vector at the mean stays 0.
 * @see Garcia-Romero & Espy-Wilson (2011), Analysis of i-vector length normalization in speaker recognition systems,
 *   Interspeech
 */
export function normaliseLength(
	{ rows, columns: d, data }: Matrix,
	{ mean, factor }: LengthNormaliser,
): Matrix & { readonly data: Float32Array } {
	const out = new Float32Array(rows * d);
	for (let r = 0; r < rows; r++) {
		const centred = Float64Array.from(mean, (m, i) => (data[r * d + i] as number) - m);
		const white = solveLower(factor, d, centred);
		const length = Math.hypot(...white);
		const scaling = length > 0 ? Math.sqrt(d) / length : 0;
		for (let i = 0; i < d; i++) out[r * d + i] = (white[i] as number) * scaling;
	}
	return { rows, columns: d, data: out };
}
