import type { Matrix } from "@undertone/core";
import { decibels, powerToDb } from "@undertone/dsp";
import { type FrameFeature, framesFrom } from "../frames/frame-feature.ts";
import { magnitudeFrames, spectralFramesOf } from "../frames/spectral-frames.ts";
import { binWidth, type SpectralOptions } from "./spectral-options.ts";

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

/** {@link spectralContrast} with `topDb: null`, as a feature of frames. */
export function contrastFrames(options: SpectralOptions, nBands = 6): FrameFeature {
	const width = nBands + 1;
	return framesFrom(contrastPowerFrames(options, nBands), width, (powers, count, out, at) => {
		for (let i = 0; i < count * width; i++) {
			const peak = i + Math.floor(i / width) * width;
			out[at + i] = decibels(powers[peak] as number) - decibels(powers[peak + width] as number);
		}
	});
}

/** Magnitudes of peak and valley of every band, shape `[frames, nBands + 1]` each. */
export function contrastPowers(
	signal: Float32Array,
	nBands: number,
	options: SpectralOptions,
): Readonly<Record<"peaks" | "valleys", Matrix & { readonly data: Float64Array }>> {
	const { rows, data } = spectralFramesOf(contrastPowerFrames(options, nBands), signal, options);
	const columns = nBands + 1;
	const half = (first: number): Matrix & { readonly data: Float64Array } => {
		const part = new Float64Array(rows * columns);
		for (let t = 0; t < rows; t++) {
			const at = 2 * t * columns + first;
			part.set(data.subarray(at, at + columns), t * columns);
		}
		return { rows, columns, data: part };
	};
	return { peaks: half(0), valleys: half(columns) };
}

/** Of a frame the magnitudes of all bands' peaks, then those of their valleys. */
function contrastPowerFrames(options: SpectralOptions, nBands: number): FrameFeature {
	const bands = contrastBands(options.sampleRate, (options.nFft ?? 2048) / 2 + 1, nBands);
	const width = bands.length;
	return magnitudeFrames(options, 2 * width, (magnitude, out, at) => {
		for (let b = 0; b < width; b++) {
			const { from, count, sorted } = bands[b] as ContrastBand;
			for (let k = 0; k < sorted.length; k++) sorted[k] = magnitude[from + k] as number;
			sorted.sort();
			out[at + b] = meanOf(sorted, sorted.length - count, sorted.length);
			out[at + width + b] = meanOf(sorted, 0, count);
		}
	});
}

interface ContrastBand {
	/** Its first bin. */
	readonly from: number;
	/** How many bins make its peak and its valley. */
	readonly count: number;
	/** Room for its magnitudes. */
	readonly sorted: Float64Array;
}

function contrastBands(sampleRate: number, bins: number, nBands: number): ContrastBand[] {
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
		return { from, count, sorted: new Float64Array(Math.max(0, (b < nBands ? to - 1 : to) - from)) };
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
