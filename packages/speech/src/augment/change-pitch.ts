import { resample } from "@undertone/dsp";
import { changeTempo } from "./change-tempo.ts";

/** Options of {@link changePitch}. */
export interface ChangePitchOptions {
	/** 12 is an octave up; in [-12, 12]. */
	readonly semitones: number;
	/** Hz, an integer. */
	readonly sampleRate?: number;
}

/**
 * Speaks higher or lower at the same speed: the tempo is changed, then the result is resampled back to the length of
 * the original. Formants move with the pitch, as from a smaller or larger speaker.
 *
 * @param signal - Mono, shape `[n]`.
 * @returns Shape `[n]`.
 * @throws {RangeError} If `semitones` is not in [-12, 12].
 */
export function changePitch(
	signal: Float32Array,
	{ semitones, sampleRate = 16_000 }: ChangePitchOptions,
): Float32Array {
	if (!(Math.abs(semitones) <= 12)) {
		throw new RangeError(`changePitch: semitones must be in [-12, 12], got ${semitones}.`);
	}
	const factor = 2 ** (semitones / 12);
	const stretched = changeTempo(signal, { rate: 1 / factor, sampleRate });
	// In steps of 1/160 the ratio of the rates is simple enough for a polyphase filter, and within 6 cents.
	const from = Math.round(160 * factor);
	const output = new Float32Array(signal.length);
	output.set(resample(stretched, { from, to: 160 }).subarray(0, signal.length));
	return output;
}
