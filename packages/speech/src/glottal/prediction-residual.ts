import { hann, linearPrediction } from "@undertone/dsp";
import { predictionError } from "./prediction-error.ts";

/**
 * Residual of linear prediction over a whole signal: every 10 ms a predictor is fitted to 25 ms around it.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param order - Number of coefficients; about two a kilohertz of the band, and two more.
 * @returns Shape `[n]`.
 */
export function predictionResidual(
	signal: Float32Array,
	sampleRate: number,
	order = Math.round(sampleRate / 1000) + 2,
): Float64Array {
	const hop = Math.round(0.01 * sampleRate);
	const length = Math.round(0.025 * sampleRate);
	const window = hann(length);
	const frame = new Float64Array(length);
	const x = new Float64Array(signal);
	const residual = new Float64Array(signal.length);
	for (let from = 0; from < signal.length; from += hop) {
		const start = from + (hop >> 1) - (length >> 1);
		for (let i = 0; i < length; i++) frame[i] = (signal[start + i] ?? 0) * (window[i] as number);
		const a = linearPrediction(frame, order);
		predictionError(x, a, residual, from, Math.min(signal.length, from + hop));
	}
	return residual;
}
