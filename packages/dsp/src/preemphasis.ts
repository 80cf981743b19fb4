/**
 * Pre-emphasis y(n) = x(n) − coefficient · x(n − 1); the first sample passes unchanged.
 *
 * @param signal - Shape `[n]`.
 * @param coefficient - In [0, 1); 0.97 is customary for speech.
 * @returns Same shape.
 *
 * @example
 * [...preemphasis(Float32Array.of(1, 1), 0.5)] // => [1, 0.5]
 */
export function preemphasis(signal: Float32Array, coefficient = 0.97): Float32Array {
	return signal.map((x, n) => (n === 0 ? x : x - coefficient * (signal[n - 1] as number)));
}
