import type { Matrix } from "@undertone/core";
import { dct, dctPlan, type MelOptions, powerToDb, type StftOptions } from "@undertone/dsp";
import { type FrameFeature, framesFrom } from "../frames/frame-feature.ts";
import { logMelFrames, melSpectrogram } from "./mel-spectrogram.ts";

/** Lengths in samples, frequencies in Hz. */
export interface MfccOptions extends StftOptions, MelOptions {
	/** How many coefficients to keep, at most `nMels`. */
	readonly nMfcc?: number;
	/** Clamp below the clip's loudest band value, dB; `null` for a stream. */
	readonly topDb?: number | null;
	/** Level of the loudest band value of the whole, dB, where the signal is a part of a clip. */
	readonly highest?: number;
	/** Liftering: coefficient i is multiplied by 1 + lifter / 2 · sin(π (i + 1) / lifter); 0 for none. */
	readonly lifter?: number;
}

/**
 * Mel-frequency cepstral coefficients (MFCC).
 *
 * Log-mel power spectrogram, then an orthonormal DCT-II along the bands: the definition of
 * `librosa.feature.mfcc`.
 *
 * @param signal - Mono samples in [-1, 1], shape `[n]`.
 * @param options - Lengths in samples, frequencies in Hz.
 * @returns Shape `[frames, nMfcc]` (librosa's transpose); frames = 1 + floor(n / hopLength) when `center`.
 * @throws {RangeError} If `nMfcc > nMels`, or `fMax > sampleRate / 2`.
 * @see Davis & Mermelstein (1980), doi:10.1109/TASSP.1980.1163420
 *
 * @example
 * mfcc(new Float32Array(16000), { sampleRate: 16000, hopLength: 160 }).rows // => 101
 */
export function mfcc(
	signal: Float32Array,
	{ nMfcc = 20, topDb = 80, highest = -Infinity, lifter = 0, ...options }: MfccOptions,
): Matrix & { readonly data: Float64Array } {
	const cepstra = dct(powerToDb(melSpectrogram(signal, options), { topDb, highest }), nMfcc);
	lift(cepstra.data, 0, cepstra.rows, nMfcc, lifter);
	return cepstra;
}

/** {@link mfcc} with `topDb: null`, as a feature of frames. */
export function mfccFrames({
	nMfcc = 20,
	lifter = 0,
	...options
}: Omit<MfccOptions, "topDb" | "highest">): FrameFeature {
	const levels = logMelFrames(options);
	const transform = dctPlan(levels.columns, nMfcc);
	return framesFrom(levels, nMfcc, (rows, count, out, at) => {
		transform(rows, count, out, at);
		lift(out, at, count, nMfcc, lifter);
	});
}

function lift(cepstra: Float64Array, at: number, rows: number, nMfcc: number, lifter: number): void {
	if (!(lifter > 0)) return;
	for (let c = 0; c < nMfcc; c++) {
		const weight = 1 + (lifter / 2) * Math.sin((Math.PI * (c + 1)) / lifter);
		for (let i = at + c; i < at + rows * nMfcc; i += nMfcc) cepstra[i] = weight * (cepstra[i] as number);
	}
}
