import type { Matrix } from "@undertone/core";
import { createRealFft } from "./fft.ts";
import { hann } from "./hann.ts";

/** How a signal is cut into frames, in samples. */
export interface StftOptions {
	/** FFT size, a power of two. */
	readonly nFft?: number;
	/** From one frame to the next. */
	readonly hopLength?: number;
	/** Length of the Hann window, centred in the frame; at most `nFft`. */
	readonly winLength?: number;
	/** Whether frame t is centred on sample t · hopLength, zeros standing before and after the signal. */
	readonly center?: boolean;
}

/**
 * Power spectrogram |STFT|² with a periodic Hann window: `librosa.stft` with `pad_mode="constant"`, squared.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Shape `[frames, nFft / 2 + 1]` (librosa's transpose); frames = 1 + floor(n / hopLength) when
 *   `center`, else 1 + floor((n − nFft) / hopLength), or 0 for a signal shorter than a frame.
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 *
 * @example
 * powerSpectrogram(new Float32Array(1024), { nFft: 256, hopLength: 128 }).rows // => 9
 */
export function powerSpectrogram(
	signal: Float32Array,
	{ nFft = 2048, hopLength = 512, winLength = nFft, center = true }: StftOptions = {},
): Matrix & { readonly data: Float64Array } {
	if (hopLength < 1)
		throw new RangeError(`powerSpectrogram: hopLength must be at least 1, got ${hopLength}.`);
	if (winLength > nFft) {
		throw new RangeError(`powerSpectrogram: winLength must be at most nFft = ${nFft}, got ${winLength}.`);
	}
	const fft = createRealFft(nFft);
	const window = new Float64Array(nFft);
	window.set(hann(winLength), (nFft - winLength) >> 1);
	const bins = nFft / 2 + 1;
	const offset = center ? nFft / 2 : 0;
	const rows = Math.max(0, 1 + Math.floor((signal.length + 2 * offset - nFft) / hopLength));
	const data = new Float64Array(rows * bins);
	const frame = new Float64Array(nFft);
	const re = new Float64Array(bins);
	const im = new Float64Array(bins);
	for (let t = 0; t < rows; t++) {
		const start = t * hopLength - offset;
		for (let i = 0; i < nFft; i++) frame[i] = (signal[start + i] ?? 0) * (window[i] as number);
		fft.forward(frame, re, im);
		const at = t * bins;
		for (let k = 0; k < bins; k++) {
			data[at + k] = (re[k] as number) * (re[k] as number) + (im[k] as number) * (im[k] as number);
		}
	}
	return { rows, columns: bins, data };
}
