/** How the frames of a clip become a row of fixed length. */
export interface SequenceOptions {
	/** Frames of a row. */
	readonly frames: number;
	/** So many frames of the clip are averaged into one. */
	readonly step: number;
	/** `level` subtracts the clip's mean over all numbers, `bands` that of each number by itself. */
	readonly normalise: "none" | "level" | "bands";
}

/**
 * The frames of a clip as a row of fixed length: averaged by `step`, the middle of what is too long, and undefined
 * (NaN) behind the end of what is too short.
 *
 * @param values - Shape `[n × bands]`.
 * @returns Shape `[frames × bands]`.
 */
export function fitSequence(
	values: Float32Array,
	bands: number,
	{ frames, step, normalise }: SequenceOptions,
): Float32Array {
	const all = Math.floor(values.length / bands / step);
	const shorter = new Float32Array(all * bands);
	for (let t = 0; t < all; t++) {
		for (let b = 0; b < bands; b++) {
			let sum = 0;
			for (let s = 0; s < step; s++) sum += values[(t * step + s) * bands + b] as number;
			shorter[t * bands + b] = sum / step;
		}
	}
	if (normalise === "level") subtract(shorter, 0, 1);
	if (normalise === "bands") for (let b = 0; b < bands; b++) subtract(shorter, b, bands);
	const row = new Float32Array(frames * bands).fill(Number.NaN);
	const first = Math.max(0, Math.floor((all - frames) / 2));
	row.set(shorter.subarray(first * bands, (first + Math.min(all, frames)) * bands));
	return row;
}

/** Takes the mean of every `stride`-th number from these. */
function subtract(values: Float32Array, start: number, stride: number): void {
	let sum = 0;
	let count = 0;
	for (let i = start; i < values.length; i += stride) {
		if (Number.isNaN(values[i])) continue;
		sum += values[i] as number;
		count++;
	}
	for (let i = start; i < values.length; i += stride) values[i] = (values[i] as number) - sum / count;
}
