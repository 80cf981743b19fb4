import type { Matrix } from "@undertone/core";
import { type Filterbank, packFilterbank } from "@undertone/dsp";
import type { FrameFeature } from "../frames/frame-feature.ts";
import { spectralFrames, spectralFramesOf } from "../frames/spectral-frames.ts";
import type { SpectralOptions } from "./spectral-options.ts";
import { estimateTuning } from "./tuning.ts";

const nChroma = 12;
const banks = new Map<string, Filterbank>();

/**
 * Chromagram: energy of the twelve pitch classes from C on, each frame scaled to a maximum of 1:
 * `librosa.feature.chroma_stft` with its defaults, tuning estimation included.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param options - `tuning` as a share of a semitone; without it, it is estimated from the whole signal (so a
 *   stream must be given one).
 * @returns Shape `[frames, 12]`, in [0, 1]; a silent frame is all 0.
 * @see Ellis (2007), "Chroma feature analysis and synthesis"
 */
export function chroma(
	signal: Float32Array,
	{ tuning, ...options }: SpectralOptions & { readonly tuning?: number },
): Matrix & { readonly data: Float64Array } {
	const feature = chromaFrames({ ...options, tuning: tuning ?? estimateTuning(signal, options) });
	return spectralFramesOf(feature, signal, options);
}

/** {@link chroma} at a given tuning, as a feature of frames. */
export function chromaFrames(options: SpectralOptions & { readonly tuning: number }): FrameFeature {
	const bank = chromaFilterbank(options.sampleRate, options.nFft ?? 2048, options.tuning);
	return spectralFrames(options, nChroma, ({ count, plan }, out, at) => {
		out.set(plan.filter(bank, count), at);
		scaleToMaximum(out, at, at + count * nChroma);
	});
}

/** Divides each frame of twelve from index `from` up to `to` by its largest value. */
export function scaleToMaximum(data: Float64Array, from = 0, to: number = data.length): void {
	for (let at = from; at < to; at += nChroma) {
		let peak = 0;
		for (let c = at; c < at + nChroma; c++) if ((data[c] as number) > peak) peak = data[c] as number;
		// Smaller than the smallest normal number of single precision counts as silence, as in librosa.
		if (peak < 1.1754944e-38) continue;
		for (let c = at; c < at + nChroma; c++) data[c] = (data[c] as number) / peak;
	}
}

/**
 * Weights of the spectrum's bins in the twelve pitch classes: Gaussian bumps a semitone wide, unit norm for each
 * bin, weighted by a broad Gaussian around the fifth octave (`librosa.filters.chroma`).
 *
 * @param tuning - A share of a semitone.
 */
export function chromaFilterbank(sampleRate: number, nFft: number, tuning: number): Filterbank {
	const key = `${sampleRate}:${nFft}:${tuning}`;
	const known = banks.get(key);
	if (known !== undefined) return known;
	const bins = nFft / 2 + 1;
	const a440 = 440 * 2 ** (tuning / nChroma);
	const place = (k: number): number => nChroma * Math.log2((k * sampleRate) / nFft / (a440 / 16));
	const bands = Array.from({ length: nChroma }, () => ({ first: 0, weights: new Float64Array(bins) }));
	for (let k = 0; k < bins; k++) {
		const here = k === 0 ? place(1) - 1.5 * nChroma : place(k);
		const width = Math.max(1, place(k + 1) - here);
		const bumps = Array.from({ length: nChroma }, (_, c) => {
			const distance = ((here - c + nChroma / 2 + 10 * nChroma) % nChroma) - nChroma / 2;
			return Math.exp(-0.5 * ((2 * distance) / width) ** 2);
		});
		const norm = Math.hypot(...bumps);
		const octave = Math.exp(-0.5 * ((here / nChroma - 5) / 2) ** 2);
		for (const [c, bump] of bumps.entries()) {
			// Pitch class 0 of the formula is A; C stands first in the result.
			const { weights } = bands[(c + 9) % nChroma] as { weights: Float64Array };
			weights[k] = (bump / norm) * octave;
		}
	}
	const bank = packFilterbank(bands);
	banks.set(key, bank);
	return bank;
}
