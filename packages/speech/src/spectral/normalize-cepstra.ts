import type { Matrix } from "@undertone/core";

/**
 * Cepstral mean and variance normalisation (CMVN): every column to mean 0 and deviation 1 over the clip; a column
 * that does not change becomes 0.
 *
 * @param matrix - Shape `[frames, columns]`.
 * @param options - `variance: false` subtracts the mean only.
 * @returns Same shape.
 * @see Viikki & Laurila (1998), doi:10.1016/S0167-6393(98)00033-8
 */
export function normalizeCepstra(
	{ rows, columns, data }: Matrix,
	{ variance = true }: { readonly variance?: boolean } = {},
): Matrix & { readonly data: Float64Array } {
	const out = new Float64Array(rows * columns);
	for (let c = 0; c < columns; c++) {
		let mean = 0;
		for (let r = 0; r < rows; r++) mean += data[r * columns + c] as number;
		mean /= rows;
		let square = 0;
		for (let r = 0; r < rows; r++) square += ((data[r * columns + c] as number) - mean) ** 2;
		const scale = variance ? cepstralScale(mean, square / rows) : 1;
		for (let r = 0; r < rows; r++) {
			out[r * columns + c] = ((data[r * columns + c] as number) - mean) * scale;
		}
	}
	return { rows, columns, data: out };
}

/** What a column's distances from its mean are multiplied by to have deviation 1; 0 for one that does not change. */
export function cepstralScale(mean: number, variance: number): number {
	const deviation = Math.sqrt(variance);
	// Rounding leaves a constant column with a deviation of a few ulps.
	return deviation > 1e-12 * Math.abs(mean) ? 1 / deviation : 0;
}
