/** Scales 2⁰ … 2⁶, from the highest frequency to the lowest. */
export const waveletScales = [1, 2, 4, 8, 16, 32, 64] as const;

/** Half the length of the longest wavelet, samples. */
const waveletMargin = 256;

/**
 * A signal filtered by the wavelet −cos(2π fn t) exp(−t² / 2τ²), fn = rate / 2, τ = 1 / (2 fn), stretched by a scale.
 *
 * @param signal - Shape `[n]`.
 * @param scale - One of {@link waveletScales}; its centre frequency is rate / (2 · scale).
 * @returns Shape `[n]`.
 * @see d'Alessandro & Sturmel (2011), doi:10.1007/s12046-011-0040-6; Kane & Gobl (2011), Interspeech
 */
export function waveletFilter(signal: Float64Array, scale: number): Float64Array {
	const reach = 4 * scale;
	const wavelet = Float64Array.from({ length: 2 * reach + 1 }, (_, i) => {
		// In samples of the unstretched wavelet: τ is one sample, fn half a cycle a sample.
		const t = (i - reach) / scale;
		return (-Math.cos(Math.PI * t) * Math.exp(-0.5 * t * t)) / scale;
	});
	return signal.map((_, n) => {
		const from = Math.max(0, n - reach);
		const to = Math.min(signal.length - 1, n + reach);
		let sum = 0;
		for (let i = from; i <= to; i++) sum += (signal[i] as number) * (wavelet[n - i + reach] as number);
		return sum;
	});
}

/**
 * Peak slope: the slope of the logarithm of each scale's maximum, from low to high frequencies. It falls as the voice
 * gets breathier.
 *
 * @param frame - Speech, shape `[n]`; the maxima are taken over what lies at least 256 samples from
 *   its ends.
 * @returns log10 per octave; NaN for a silent frame, or one of no more than two margins.
 * @see Kane & Gobl (2011), "Identifying regions of non-modal phonation using features of the wavelet transform"
 */
export function peakSlope(frame: Float64Array): number {
	const levels = waveletScales.map((scale) =>
		Math.log10(
			waveletFilter(frame, scale)
				.subarray(waveletMargin, Math.max(waveletMargin, frame.length - waveletMargin))
				.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
		),
	);
	const middle = (levels.length - 1) / 2;
	let cross = 0;
	let square = 0;
	for (const [i, level] of levels.entries()) {
		cross += (middle - i) * level;
		square += (middle - i) ** 2;
	}
	return Number.isFinite(cross) ? cross / square : Number.NaN;
}

/**
 * Maxima dispersion quotient (MDQ): how far the maxima of the scales of the prediction residual lie from the
 * closure, averaged over the scales, over the period. It rises as the voice gets breathier.
 *
 * @param residual - Of linear prediction, with its strongest peaks negative, shape `[n]`.
 * @param closures - Samples of glottal closure.
 * @param period - Samples.
 * @returns Mean over the closures; NaN without any.
 * @see Kane & Gobl (2013), doi:10.1109/TASL.2013.2245653. The maximum is looked for within half a period, our choice.
 */
export function maximaDispersion(
	residual: Float64Array,
	closures: readonly number[],
	period: number,
): number {
	const scales = waveletScales.map((scale) => waveletFilter(residual, scale));
	let sum = 0;
	for (const closure of closures) {
		const from = Math.max(0, Math.round(closure - period / 2));
		const to = Math.min(residual.length - 1, Math.round(closure + period / 2));
		for (const values of scales) {
			let best = from;
			for (let i = from; i <= to; i++) if ((values[i] as number) > (values[best] as number)) best = i;
			sum += Math.abs(best - closure);
		}
	}
	return closures.length === 0 ? Number.NaN : sum / scales.length / closures.length / period;
}
