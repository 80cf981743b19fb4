import { createRealFft, createSpectralKernel, type RealFft } from "@undertone/dsp";

/** Scales 2⁰ … 2⁶, from the highest frequency to the lowest. */
export const waveletScales = [1, 2, 4, 8, 16, 32, 64] as const;

/** Half the length of the longest wavelet, samples. */
const waveletMargin = 256;

const nFft = 2048;
/** Samples to either side of those asked for that {@link waveletBands} looks at, at most. */
export const waveletReach = nFft;
/** Samples that a transform gives: the wavelets reach over the others. */
const hop = nFft - 2 * waveletMargin;

/**
 * A stretch of a signal filtered by the wavelet −cos(2π fn t) exp(−t² / 2τ²), fn = rate / 2, τ = 1 / (2 fn), stretched
 * by each of {@link waveletScales}, cut off at four τ; the centre frequencies are rate / (2 · scale). Zeros stand around
 * the signal. By the fast Fourier transform, a block at a time, all scales from one spectrum.
 *
 * @param signal - Shape `[n]`.
 * @param room - Where they are put, `to − from` numbers or more a scale; without it, into arrays of their own.
 * @returns Samples `from` … `to` of each scale, shape `[scales][to − from]`.
 * @see d'Alessandro & Sturmel (2011), doi:10.1007/s12046-011-0040-6; Kane & Gobl (2011), Interspeech
 */
export function waveletBands(
	signal: Float64Array,
	from: number,
	to: number,
	room: readonly Float64Array[] = waveletRoom(to - from),
): readonly Float64Array[] {
	const { fft, block, re, im, bandRe, bandIm, responses } = tables();
	const bands = room.map((band) => band.subarray(0, Math.max(0, to - from)));
	for (let start = from; start < to; start += hop) {
		const first = start - waveletMargin;
		const begin = Math.max(0, first);
		const end = Math.min(signal.length, first + nFft);
		block.fill(0);
		if (end > begin) block.set(signal.subarray(begin, end), begin - first);
		fft.forward(block, re, im);
		const count = Math.min(hop, to - start);
		for (const [s, response] of responses.entries()) {
			for (let k = 0; k < response.length; k++) {
				bandRe[k] = (re[k] as number) * (response[k] as number);
				bandIm[k] = (im[k] as number) * (response[k] as number);
			}
			fft.inverse(bandRe, bandIm, block);
			bands[s]?.set(block.subarray(waveletMargin, waveletMargin + count), start - from);
		}
	}
	return bands;
}

/** Room for {@link waveletBands} of so many samples. */
export function waveletRoom(length: number): readonly Float64Array[] {
	return waveletScales.map(() => new Float64Array(Math.max(0, length)));
}

interface Tables {
	readonly fft: RealFft;
	readonly block: Float64Array;
	readonly re: Float64Array;
	readonly im: Float64Array;
	readonly bandRe: Float64Array;
	readonly bandIm: Float64Array;
	/** Of each scale; real, the wavelets being symmetric. */
	readonly responses: readonly Float64Array[];
}

let made: Tables | undefined;

function tables(): Tables {
	if (made !== undefined) return made;
	const fft = createRealFft(nFft, createSpectralKernel());
	const bins = nFft / 2 + 1;
	const responses = waveletScales.map((scale) => {
		const wavelet = new Float64Array(nFft);
		for (let i = -4 * scale; i <= 4 * scale; i++) {
			// In samples of the unstretched wavelet: τ is one sample, fn half a cycle a sample.
			const t = i / scale;
			wavelet[(i + nFft) % nFft] = (-Math.cos(Math.PI * t) * Math.exp(-0.5 * t * t)) / scale;
		}
		const re = new Float64Array(bins);
		fft.forward(wavelet, re, new Float64Array(bins));
		return re;
	});
	const [re, im, bandRe, bandIm] = [0, 1, 2, 3].map(() => new Float64Array(bins)) as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	made = { fft, block: new Float64Array(nFft), re, im, bandRe, bandIm, responses };
	return made;
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
	const levels = waveletBands(frame, waveletMargin, frame.length - waveletMargin).map((band) =>
		Math.log10(band.reduce((most, x) => Math.max(most, Math.abs(x)), 0)),
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
	const scales = waveletBands(residual, 0, residual.length);
	const sum = closures.reduce((total, closure) => total + dispersionAt(scales, closure, period), 0);
	return closures.length === 0 ? Number.NaN : sum / closures.length;
}

/**
 * The quotient of one closure, from bands that are there.
 *
 * @param scales - Of the residual, by {@link waveletBands}.
 * @param closure - Counted in the bands' samples.
 */
export function dispersionAt(scales: readonly Float64Array[], closure: number, period: number): number {
	const from = Math.max(0, Math.round(closure - period / 2));
	const to = Math.min((scales[0]?.length ?? 0) - 1, Math.round(closure + period / 2));
	let sum = 0;
	for (const values of scales) {
		let best = from;
		for (let i = from; i <= to; i++) if ((values[i] as number) > (values[best] as number)) best = i;
		sum += Math.abs(best - closure);
	}
	return sum / scales.length / period;
}
