import type { Matrix } from "@undertone/core";
import { frameCount, powerToDb } from "@undertone/dsp";
import { binWidth, overMagnitudes, type SpectralOptions } from "./over-magnitudes.ts";

const quantile = 0.02;

/**
 * Spectral contrast: level of the strongest over that of the weakest 2 % of bins, in octave bands from 200 Hz on,
 * as `librosa.feature.spectral_contrast` with its defaults.
 *
 * Both levels are clamped 80 dB below the clip's largest, so a stream cannot equal it: it takes `topDb: null`.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param options - `nBands` octaves; the band below 200 Hz comes before them. `whole` holds the largest of both levels
 *   where the signal is a part of a clip.
 * @returns Shape `[frames, nBands + 1]`, dB.
 * @throws {RangeError} If the last octave begins above half the sample rate.
 * @see Jiang et al. (2002), doi:10.1109/ICME.2002.1035731
 */
export function spectralContrast(
	signal: Float32Array,
	{
		nBands = 6,
		topDb = 80,
		whole,
		...options
	}: SpectralOptions & {
		readonly nBands?: number;
		readonly topDb?: number | null;
		readonly whole?: { readonly peak: number; readonly valley: number };
	},
): Matrix & { readonly data: Float64Array } {
	const { peaks, valleys } = contrastPowers(signal, nBands, options);
	const peak = powerToDb(peaks, { topDb, ...(whole && { highest: whole.peak }) });
	const valley = powerToDb(valleys, { topDb, ...(whole && { highest: whole.valley }) });
	for (let i = 0; i < peak.data.length; i++) {
		peak.data[i] = (peak.data[i] as number) - (valley.data[i] as number);
	}
	return peak;
}

/** Magnitudes of peak and valley of every band, shape `[frames, nBands + 1]` each. */
export function contrastPowers(
	signal: Float32Array,
	nBands: number,
	options: SpectralOptions,
): Readonly<Record<"peaks" | "valleys", Matrix & { readonly data: Float64Array }>> {
	const nFft = options.nFft ?? 2048;
	const bands = contrastBands(options.sampleRate, nFft / 2 + 1, nBands);
	const rows = frameCount(signal.length, options);
	const columns = nBands + 1;
	const peaks = new Float64Array(rows * columns);
	const valleys = new Float64Array(rows * columns);
	overMagnitudes(signal, options, (magnitude, t) => {
		for (const [b, { from, to, count }] of bands.entries()) {
			const sorted = magnitude.slice(from, to).sort();
			valleys[t * columns + b] = meanOf(sorted, 0, count);
			peaks[t * columns + b] = meanOf(sorted, sorted.length - count, sorted.length);
		}
	});
	return { peaks: { rows, columns, data: peaks }, valleys: { rows, columns, data: valleys } };
}

/** Bins [from, to) of each band, and how many of them make its peak and its valley. */
function contrastBands(
	sampleRate: number,
	bins: number,
	nBands: number,
): { from: number; to: number; count: number }[] {
	const hz = binWidth(sampleRate, bins);
	return Array.from({ length: nBands + 1 }, (_, b) => {
		const low = b === 0 ? 0 : 200 * 2 ** (b - 1);
		const high = 200 * 2 ** b;
		let from = Math.ceil(low / hz);
		let to = Math.min(bins, Math.floor(high / hz) + 1);
		if (from >= to) {
			throw new RangeError(
				`spectralContrast: band ${b} must begin below sampleRate / 2 = ${sampleRate / 2} Hz, begins at ${low}. Take fewer bands.`,
			);
		}
		if (b > 0) from--;
		if (b === nBands) to = bins;
		const count = Math.max(1, roundHalfEven(quantile * (to - from)));
		return { from, to: b < nBands ? to - 1 : to, count };
	});
}

function roundHalfEven(x: number): number {
	const below = Math.floor(x);
	if (x - below !== 0.5) return Math.round(x);
	return below % 2 === 0 ? below : below + 1;
}

function meanOf(values: Float64Array, from: number, to: number): number {
	let sum = 0;
	for (let i = from; i < to; i++) sum += values[i] as number;
	return sum / (to - from);
}
