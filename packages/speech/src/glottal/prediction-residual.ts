import { hann, linearPrediction } from "@undertone/dsp";
import { predictionError } from "./prediction-error.ts";

/** Which samples of a signal a residual is wanted of. */
interface Stretch {
	/** The first, a multiple of 10 ms. */
	readonly from?: number;
	/** The one behind the last. */
	readonly to?: number;
}

/**
 * Residual of linear prediction: every 10 ms a predictor is fitted to 25 ms around it, of about two coefficients a
 * kilohertz of the band, and two more.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param stretch - Without it, the whole signal.
 * @returns Shape `[to − from]`.
 */
export function predictionResidual(
	signal: Float32Array,
	sampleRate: number,
	{ from = 0, to = signal.length }: Stretch = {},
): Float64Array {
	const order = Math.round(sampleRate / 1000) + 2;
	const hop = Math.round(0.01 * sampleRate);
	const length = Math.round(0.025 * sampleRate);
	const window = hann(length);
	const frame = new Float64Array(length);
	// What the first sample is predicted from stands before it.
	const begin = Math.max(0, from - order);
	const x = new Float64Array(signal.subarray(begin, to));
	const residual = new Float64Array(x.length);
	for (let at = from; at < to; at += hop) {
		const start = at + (hop >> 1) - (length >> 1);
		for (let i = 0; i < length; i++) frame[i] = (signal[start + i] ?? 0) * (window[i] as number);
		const a = linearPrediction(frame, order);
		predictionError(x, a, residual, at - begin, Math.min(to, at + hop) - begin);
	}
	return residual.subarray(from - begin);
}
