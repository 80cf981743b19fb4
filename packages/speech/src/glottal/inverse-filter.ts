import { hann, linearPrediction } from "@undertone/dsp";

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
	const window = windowOf(frame.length);
	const windowed = new Float64Array(frame.length);
	const predict = (x: Float64Array, order: number): Float64Array => {
		for (let i = 0; i < x.length; i++) windowed[i] = (x[i] as number) * (window[i] as number);
		return linearPrediction(windowed.subarray(0, x.length), order);
	};
	const inverse = (a: Float64Array): Float64Array => filtered(frame, a);
	// The first samples only fill the filters.
	const cut = (x: Float64Array): Float64Array => x.subarray(tractOrder);

	const tilt = predict(frame, 1);
	const firstTract = predict(cut(inverse(tilt)), tractOrder);
	const firstFlow = integrated(inverse(firstTract), leak);
	const glottis = predict(cut(firstFlow), glottalOrder);
	const withoutGlottis = integrated(inverse(glottis), leak);
	const tract = predict(cut(withoutGlottis), tractOrder);
	const residual = inverse(tract);
	const flow = cut(integrated(residual, leak));
	for (let n = 0; n < flow.length; n++) flow[n] = (flow[n] as number) / sampleRate;
	return { flow, derivative: cut(residual) };
}

let kept: Float64Array = new Float64Array(0);

/** The window of the length asked for last: frames have one length. */
function windowOf(length: number): Float64Array {
	if (kept.length !== length) kept = hann(length);
	return kept;
}

/** Σ a[k] x[n − k]. */
function filtered(x: Float64Array, a: Float64Array): Float64Array {
	const out = new Float64Array(x.length);
	for (let n = 0; n < x.length; n++) {
		const taps = Math.min(a.length, n + 1);
		let sum = 0;
		for (let k = 0; k < taps; k++) sum += (a[k] as number) * (x[n - k] as number);
		out[n] = sum;
	}
	return out;
}

function integrated(x: Float64Array, leak: number): Float64Array {
	const out = new Float64Array(x.length);
	let sum = 0;
	for (let n = 0; n < x.length; n++) {
		sum = leak * sum + (x[n] as number);
		out[n] = sum;
	}
	return out;
}
