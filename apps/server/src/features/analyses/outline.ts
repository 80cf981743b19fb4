/**
 * The waveform as pairs of the lowest and highest sample of equal stretches, for drawing.
 *
 * @param signal - Samples in [-1, 1], shape `[n]`.
 * @param stretches - At most this many.
 * @returns `[low, high, low, high, …]`, to three decimals.
 *
 * @example
 * outline(Float32Array.of(0.5, -0.5, 0.25, 0), 2) // => [-0.5, 0.5, 0, 0.25]
 */
export function outline(signal: Float32Array, stretches: number): number[] {
	const count = Math.min(stretches, signal.length);
	return Array.from({ length: count }, (_, i) => {
		const from = Math.floor((i * signal.length) / count);
		const to = Math.floor(((i + 1) * signal.length) / count);
		let low = Number.POSITIVE_INFINITY;
		let high = Number.NEGATIVE_INFINITY;
		for (let k = from; k < to; k++) {
			low = Math.min(low, signal[k] as number);
			high = Math.max(high, signal[k] as number);
		}
		return [low, high].map((value) => Math.round(1000 * Math.max(-1, Math.min(1, value))) / 1000);
	}).flat();
}
