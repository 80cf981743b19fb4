import type { Matrix } from "@undertone/core";
import {
	decibels,
	type MelFilterbank,
	type MelOptions,
	melFilterbank,
	type StftOptions,
} from "@undertone/dsp";
import { type FrameFeature, framesFrom } from "../frames/frame-feature.ts";
import { spectralFrames, spectralFramesOf } from "../frames/spectral-frames.ts";

const banks = new Map<string, MelFilterbank>();

/**
 * Power in mel bands: the definition of `librosa.feature.melspectrogram`.
 *
 * @param signal - Mono samples in [-1, 1], shape `[n]`.
 * @param options - Lengths in samples, frequencies in Hz.
 * @returns Shape `[frames, nMels]` (librosa's transpose).
 * @throws {RangeError} If `fMax` is not in (fMin, sampleRate / 2].
 *
 * @example
 * melSpectrogram(new Float32Array(16000), { sampleRate: 16000, nMels: 64 }).columns // => 64
 */
export function melSpectrogram(
	signal: Float32Array,
	options: StftOptions & MelOptions,
): Matrix & { readonly data: Float64Array } {
	return spectralFramesOf(melFrames(options), signal, options);
}

/** {@link melSpectrogram} as a feature of frames. */
export function melFrames(options: StftOptions & MelOptions): FrameFeature {
	const { nMels, packed } = cachedMelFilterbank(options);
	return spectralFrames(options, nMels, ({ count, plan }, out, at) => {
		out.set(plan.filter(packed, count), at);
	});
}

/** Levels of {@link melFrames}, dB, none of them clamped. */
export function logMelFrames(options: StftOptions & MelOptions): FrameFeature {
	const mel = melFrames(options);
	return framesFrom(mel, mel.columns, (powers, count, out, at) => {
		for (let i = 0; i < count * mel.columns; i++) out[at + i] = decibels(powers[i] as number);
	});
}

/** A filterbank is dear to make and the same for every clip. */
export function cachedMelFilterbank({
	sampleRate,
	nFft,
	nMels,
	fMin,
	fMax,
	melScale,
	norm,
}: MelOptions): MelFilterbank {
	const key = [sampleRate, nFft, nMels, fMin, fMax, melScale, norm].join();
	let bank = banks.get(key);
	if (bank === undefined) {
		bank = melFilterbank({
			sampleRate,
			...(nFft !== undefined && { nFft }),
			...(nMels !== undefined && { nMels }),
			...(fMin !== undefined && { fMin }),
			...(fMax !== undefined && { fMax }),
			...(melScale !== undefined && { melScale }),
			...(norm !== undefined && { norm }),
		});
		banks.set(key, bank);
	}
	return bank;
}
