import { forEachPower, type StftOptions } from "@undertone/dsp";

/** Lengths in samples, rate in Hz. */
export interface SpectralOptions extends StftOptions {
	readonly sampleRate: number;
}

/**
 * Walks over the frames of a magnitude spectrogram |STFT|.
 *
 * @param visit - Called with each frame's magnitudes, shape `[nFft / 2 + 1]`, overwritten by the next.
 * @returns How many frames there are.
 */
export function overMagnitudes(
	signal: Float32Array,
	options: StftOptions,
	visit: (magnitude: Float64Array, frame: number) => void,
): number {
	const bins = (options.nFft ?? 2048) / 2 + 1;
	// Streams come here frame after frame.
	if (kept.length !== bins) kept = new Float64Array(bins);
	const magnitude = kept;
	return forEachPower(signal, options, ({ rows, first, count, plan }) => {
		for (let r = 0; r < count; r++) {
			const at = r * plan.stride;
			for (let k = 0; k < bins; k++) magnitude[k] = Math.sqrt(rows[at + k] as number);
			visit(magnitude, first + r);
		}
	});
}

let kept: Float64Array = new Float64Array(0);

/** Hz from one bin to the next. */
export function binWidth(sampleRate: number, bins: number): number {
	return sampleRate / (2 * (bins - 1));
}
