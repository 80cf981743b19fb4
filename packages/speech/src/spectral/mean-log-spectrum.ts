import { forEachPower, type PowerRows } from "@undertone/dsp";
import { binWidth, type SpectralOptions } from "./spectral-options.ts";

/**
 * Mean log-spectrum: the level of each frame's spectrum in equal bands, averaged over the clip, which the
 * hierarchical classifier of Albornoz et al. takes 30 bands of. Bands of 40 Hz are our choice (0–1,200 Hz for 30 of them).
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param options - `nBands` bands of `width` Hz from 0 on.
 * @returns Mean over frames of 10 log10 of the mean power in each band, dB (at least −100), shape `[nBands]`; NaN
 *   for no frames.
 * @throws {RangeError} If the bands reach beyond half the sample rate.
 * @see Albornoz, Milone & Rufiner (2011), doi:10.1016/j.csl.2010.10.001
 */
export function meanLogSpectrum(
	signal: Float32Array,
	options: SpectralOptions & LogSpectrumBands,
): Float64Array {
	const levels = createMeanLogSpectrum(options);
	forEachPower(signal, options, levels.add);
	return levels.mean();
}

/** Equal bands from 0 Hz on. */
interface LogSpectrumBands {
	readonly nBands?: number;
	/** Hz. */
	readonly width?: number;
}

/** {@link meanLogSpectrum} of frames that come a few at a time. */
export function createMeanLogSpectrum({
	sampleRate,
	nFft = 2048,
	nBands = 30,
	width = 40,
}: SpectralOptions & LogSpectrumBands): { add(some: PowerRows): void; mean(): Float64Array } {
	if (nBands * width > sampleRate / 2) {
		throw new RangeError(
			`meanLogSpectrum: bands must end at or below sampleRate / 2 = ${sampleRate / 2} Hz, end at ${nBands * width}. Take fewer or narrower ones.`,
		);
	}
	const hz = binWidth(sampleRate, nFft / 2 + 1);
	const sums = new Float64Array(nBands);
	let frames = 0;
	return {
		add: ({ rows, count, plan }) => {
			for (let r = 0; r < count; r++) {
				for (let b = 0; b < nBands; b++) {
					const from = Math.floor((b * width) / hz);
					const to = Math.max(from + 1, Math.floor(((b + 1) * width) / hz));
					let power = 0;
					for (let k = from; k < to; k++) power += rows[r * plan.stride + k] as number;
					sums[b] = (sums[b] as number) + 10 * Math.log10(Math.max(1e-10, power / (to - from)));
				}
			}
			frames += count;
		},
		mean: () => sums.map((sum) => sum / frames),
	};
}
