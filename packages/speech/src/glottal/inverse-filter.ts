import { hann, linearPrediction } from "@undertone/dsp";
import { predictionError } from "./prediction-error.ts";

/** What inverse filtering finds in a frame of speech. */
export interface GlottalFlow {
	/** Shape `[n]`, of arbitrary scale. */
	readonly flow: Float64Array;
	/** Its derivative per second, same shape. */
	readonly derivative: Float64Array;
}

/** Orders are numbers of coefficients. */
export interface InverseFilterOptions {
	readonly sampleRate: number;
	/** Of the vocal tract; about two a kilohertz of the band, and two more. */
	readonly tractOrder?: number;
	/** Of the glottis. */
	readonly glottalOrder?: number;
	/** How much of the flow the integration keeps from sample to sample. */
	readonly leak?: number;
}

/**
 * Glottal flow by iterative adaptive inverse filtering (IAIF): the tract is estimated from speech freed of the
 * glottis, the glottis from speech freed of the tract, twice.
 *
 * @param frame - A voiced frame of two periods or more, without its mean, shape `[n]`.
 * @returns The flow and its derivative, shape `[n − tractOrder]` (the first samples fill the filters); zeros for a
 *   silent frame.
 * @see Alku (1992), doi:10.1016/0167-6393(92)90005-R
 */
export function inverseFilter(
	frame: Float64Array,
	{
		sampleRate,
		tractOrder = Math.round(sampleRate / 1000) + 2,
		glottalOrder = 4,
		leak = 0.99,
	}: InverseFilterOptions,
): GlottalFlow {
	const { window, windowed, passed } = buffersOf(frame.length);
	const predict = (x: Float64Array, order: number): Float64Array => {
		for (let i = 0; i < x.length; i++) windowed[i] = (x[i] as number) * (window[i] as number);
		return linearPrediction(windowed.subarray(0, x.length), order);
	};
	/** To be read before the next call. */
	const inverse = (a: Float64Array): Float64Array => {
		predictionError(frame, a, passed);
		return passed;
	};
	// The first samples only fill the filters.
	const cut = (x: Float64Array): Float64Array => x.subarray(tractOrder);

	const tilt = predict(frame, 1);
	const firstTract = predict(cut(inverse(tilt)), tractOrder);
	const firstFlow = integrate(inverse(firstTract), leak);
	const glottis = predict(cut(firstFlow), glottalOrder);
	const withoutGlottis = integrate(inverse(glottis), leak);
	const tract = predict(cut(withoutGlottis), tractOrder);
	const residual = inverse(tract).slice();
	const flow = cut(integrate(residual.slice(), leak));
	for (let n = 0; n < flow.length; n++) flow[n] = (flow[n] as number) / sampleRate;
	return { flow, derivative: cut(residual) };
}

/** A window, and what one call needs in between. */
interface Buffers {
	readonly window: Float64Array;
	readonly windowed: Float64Array;
	readonly passed: Float64Array;
}

let kept: Buffers | undefined;

/** Those of the length asked for last: frames have one length. */
function buffersOf(length: number): Buffers {
	if (kept?.window.length !== length) {
		kept = {
			window: hann(length),
			windowed: new Float64Array(length),
			passed: new Float64Array(length),
		};
	}
	return kept;
}

/** Leaky sums, in place. */
function integrate(x: Float64Array, leak: number): Float64Array {
	let sum = 0;
	for (let n = 0; n < x.length; n++) {
		sum = leak * sum + (x[n] as number);
		x[n] = sum;
	}
	return x;
}
