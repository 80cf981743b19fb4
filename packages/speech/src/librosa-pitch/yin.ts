import { type FrameFeature, framesOf } from "../frames/frame-feature.ts";
import {
	createDifferenceWalk,
	isTrough,
	parabolicShift,
	periodRange,
	type YinOptions,
} from "./difference-function.ts";

const troughThreshold = 0.1;

/**
 * F0 by YIN: the first trough of the normalised difference function below 0.1, else its minimum, refined by a
 * parabola: `librosa.yin`. Every frame gets a value, voiced or not.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns Hz, shape `[1 + floor(n / hopLength)]`.
 * @throws {RangeError} If not 0 < fMin < fMax ≤ sampleRate / 2.
 * @see de Cheveigné & Kawahara (2002), doi:10.1121/1.1458024
 */
export function yin(signal: Float32Array, options: YinOptions): Float64Array {
	const frames = 1 + Math.floor(signal.length / (options.hopLength ?? 512));
	return framesOf(yinFrames(options), signal, frames).data;
}

/** {@link yin} as a feature of frames. */
export function yinFrames(options: YinOptions): FrameFeature {
	const { frameLength = 2048, hopLength = 512 } = options;
	const { minPeriod } = periodRange(options);
	const walk = createDifferenceWalk(options);
	const before = frameLength >> 1;
	let into: Float64Array = new Float64Array(0);
	let from = 0;
	const visit = (values: Float64Array, t: number): void => {
		const i = periodIndex(values);
		into[from + t] = options.sampleRate / (minPeriod + i + parabolicShift(values, i));
	};
	return {
		columns: 1,
		hopLength,
		before,
		after: frameLength - before - 1,
		compute: (signal, centre, count, out, at) => {
			into = out;
			from = at;
			walk(signal, centre, count, visit);
		},
	};
}

function periodIndex(values: Float64Array): number {
	let lowest = 0;
	for (let i = 0; i < values.length; i++) {
		const here = values[i] as number;
		if (here < troughThreshold && isTrough(values, i)) return i;
		if (here < (values[lowest] as number)) lowest = i;
	}
	return lowest;
}
