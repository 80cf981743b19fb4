/**
 * Makes a signal louder or quieter.
 *
 * Nothing is clipped: samples may leave [-1, 1], as in a float file.
 *
 * @param signal - Shape `[n]`.
 * @param options - `db`: 6.02 doubles the amplitude.
 * @returns Shape `[n]`.
 *
 * @example
 * gain(Float32Array.of(0.1), { db: 20 })[0] // => 1
 */
export function gain(signal: Float32Array, { db }: { readonly db: number }): Float32Array {
	const factor = 10 ** (db / 20);
	return signal.map((x) => x * factor);
}
