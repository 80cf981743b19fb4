import type { Random } from "@undertone/core";

/** Stretches of a spectrogram that are hidden in training. */
export interface SpecAugmentOptions {
	/** Number of stretches of time, and their greatest width in frames. */
	readonly timeMasks?: number;
	readonly timeWidth?: number;
	/** Number of stretches of bands, and their greatest width in bands. */
	readonly bandMasks?: number;
	readonly bandWidth?: number;
	/** Greatest shift in time, in frames, either way; what is shifted in is the mean. */
	readonly shift?: number;
}

/**
 * SpecAugment's masking: random stretches of time and of bands become the mean (0 once standardised).
 *
 * @param sample - Standardised, shape `[frames, bands]`; changed in place.
 * @see Park et al. (2019), arXiv:1904.08779
 */
export function specAugment(
	sample: Float32Array,
	bands: number,
	random: Random,
	{ timeMasks = 1, timeWidth = 16, bandMasks = 1, bandWidth = 8, shift = 0 }: SpecAugmentOptions,
): void {
	const frames = sample.length / bands;
	if (shift > 0) shiftFrames(sample, bands, random.integer(2 * shift + 1) - shift);
	for (let m = 0; m < timeMasks; m++) {
		const width = Math.min(frames, random.integer(timeWidth + 1));
		const from = random.integer(frames - width + 1);
		sample.fill(0, from * bands, (from + width) * bands);
	}
	for (let m = 0; m < bandMasks; m++) {
		const width = Math.min(bands, random.integer(bandWidth + 1));
		const from = random.integer(bands - width + 1);
		for (let t = 0; t < frames; t++) sample.fill(0, t * bands + from, t * bands + from + width);
	}
}

function shiftFrames(sample: Float32Array, bands: number, by: number): void {
	const copy = sample.slice();
	sample.fill(0);
	if (by >= 0) sample.set(copy.subarray(0, copy.length - by * bands), by * bands);
	else sample.set(copy.subarray(-by * bands));
}
