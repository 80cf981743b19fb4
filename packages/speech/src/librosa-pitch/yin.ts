import {
	isTrough,
	overDifferenceFunctions,
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
	const { minPeriod } = periodRange(options);
	const f0 = new Float64Array(1 + Math.floor(signal.length / (options.hopLength ?? 512)));
	overDifferenceFunctions(signal, options, (values, t) => {
		const i = periodIndex(values);
		f0[t] = options.sampleRate / (minPeriod + i + parabolicShift(values, i));
	});
	return f0;
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
