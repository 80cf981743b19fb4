import { hann } from "@undertone/dsp";

/** Options of {@link changeTempo}. */
export interface ChangeTempoOptions {
	/** 1.1 is a tenth faster and shorter; in [0.5, 2]. */
	readonly rate: number;
	/** Hz. */
	readonly sampleRate?: number;
}

/** Seconds of a frame: two periods of the lowest voice. */
const frameDuration = 0.04;
/** Seconds by which a frame may be moved to fit: half a period of the lowest voice. */
const tolerance = 0.008;

/**
 * Speaks faster or slower at the same pitch (waveform similarity overlap-add).
 *
 * Frames of 40 ms are laid over each other by half; each is taken from where the speech of the new time comes from,
 * moved by up to 8 ms to where it resembles most what would have followed the frame before it.
 *
 * @param signal - Mono, shape `[n]`.
 * @returns Shape `[round(n / rate)]`.
 * @throws {RangeError} If `rate` is not in [0.5, 2].
 * @see Verhelst & Roelands (1993), doi:10.1109/ICASSP.1993.319366
 */
export function changeTempo(
	signal: Float32Array,
	{ rate, sampleRate = 16_000 }: ChangeTempoOptions,
): Float32Array {
	if (!(rate >= 0.5 && rate <= 2))
		throw new RangeError(`changeTempo: rate must be in [0.5, 2], got ${rate}.`);
	const length = Math.round(signal.length / rate);
	const hop = Math.round((frameDuration * sampleRate) / 2);
	const frameLength = 2 * hop;
	if (rate === 1 || signal.length < frameLength) return stretchShort(signal, length);
	const reach = Math.round(tolerance * sampleRate);
	const window = hann(frameLength);
	const output = new Float64Array(length + frameLength);
	const weight = new Float64Array(length + frameLength);
	let source = 0;
	for (let target = 0; target < length; target += hop) {
		if (target > 0) {
			const wanted = Math.round(target * rate);
			source = bestMatch(signal, source + hop, wanted, reach, frameLength);
		}
		for (let i = 0; i < frameLength; i++) {
			const w = window[i] as number;
			output[target + i] = (output[target + i] as number) + w * (signal[source + i] ?? 0);
			weight[target + i] = (weight[target + i] as number) + w;
		}
	}
	return Float32Array.from({ length }, (_, i) => (output[i] as number) / Math.max(1e-3, weight[i] as number));
}

/** Nothing to lay over each other: the samples as they are, cut or held at zero. */
function stretchShort(signal: Float32Array, length: number): Float32Array {
	const output = new Float32Array(length);
	output.set(signal.subarray(0, length));
	return output;
}

/** The place within `reach` of `wanted` whose frame correlates most with the one at `natural`. */
function bestMatch(
	signal: Float32Array,
	natural: number,
	wanted: number,
	reach: number,
	frameLength: number,
): number {
	const last = Math.max(0, signal.length - frameLength);
	const likeness = (place: number, step: number): number => {
		let product = 0;
		let energy = 1e-9;
		for (let i = 0; i < frameLength; i += step) {
			const x = signal[place + i] as number;
			product += x * (signal[natural + i] ?? 0);
			energy += x * x;
		}
		return product / Math.sqrt(energy);
	};
	const search = (middle: number, width: number, step: number): number => {
		let best = Math.min(last, Math.max(0, middle));
		let highest = Number.NEGATIVE_INFINITY;
		for (let place = Math.max(0, middle - width); place <= Math.min(last, middle + width); place += step) {
			const found = likeness(place, step);
			if (found > highest) {
				highest = found;
				best = place;
			}
		}
		return best;
	};
	// In steps of four samples first: what makes two frames alike lies below 2 kHz.
	return search(search(wanted, reach, 4), 3, 1);
}
