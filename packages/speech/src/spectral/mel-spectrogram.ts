import type { Matrix } from "@undertone/core";
import {
	forEachPower,
	frameCount,
	type MelFilterbank,
	type MelOptions,
	melFilterbank,
	type StftOptions,
} from "@undertone/dsp";

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
	const { nMels, packed } = cachedMelFilterbank(options);
	const rows = frameCount(signal.length, options);
	const data = new Float64Array(rows * nMels);
	forEachPower(signal, options, ({ first, count, plan }) => {
		data.set(plan.filter(packed, count), first * nMels);
	});
	return { rows, columns: nMels, data };
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
