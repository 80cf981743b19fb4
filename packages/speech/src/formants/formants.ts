import { createPairedBurg, createRootFinder, type PairedBurg } from "@undertone/dsp";
import { type FrameTimes, frameCentre, frameTimes, type PartOf } from "../pitch/frame-times.ts";
import { resampleForFormants } from "./resample-for-formants.ts";

/** Frequencies in Hz, times in seconds; the defaults are Praat's. */
export interface FormantOptions {
	readonly sampleRate: number;
	readonly step?: number;
	/** How many formants are looked for below the ceiling. */
	readonly count?: number;
	/** 5,500 suits women's voices, 5,000 men's. */
	readonly ceiling?: number;
	/** Effective length of the window; the window itself is twice as long. */
	readonly windowDuration?: number;
	/** Above this the spectrum is raised by 6 dB per octave. */
	readonly preEmphasisFrom?: number;
	/** Looks only at frames whose centre (s, of the whole recording) it accepts; the others stay NaN. */
	readonly where?: (time: number) => boolean;
	/** If the signal is a part of a recording: where it lies. */
	readonly part?: PartOf;
}

/** Formant tracks. */
export interface Formants extends FrameTimes {
	readonly count: number;
	/** Hz, rising in each frame, NaN where a frame has fewer, shape `[frames, count]`. */
	readonly frequencies: Float64Array;
	/** Hz, shape `[frames, count]`. */
	readonly bandwidths: Float64Array;
}

/** Roots nearer than this to 0 Hz or to the ceiling are no formants, Hz. */
const edge = 50;

/**
 * Formants by linear prediction (Burg), the numbers of Praat's "To Formant (burg)".
 *
 * The signal is resampled to twice the ceiling and pre-emphasised; each frame, under a Gaussian window, gives a
 * predictor of order 2 · count, whose roots between 50 Hz and 50 Hz below the ceiling are the formants.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns No frame for a signal shorter than a window.
 * @throws {RangeError} If not 0 < ceiling ≤ sampleRate / 2, or `count`, `step` or `windowDuration` is not positive.
 * @see Praat's manual, "Sound: To Formant (burg)..."; Burg (1975)
 */
export function formants(signal: Float32Array, options: FormantOptions): Formants {
	const {
		sampleRate,
		step = 0.01,
		count = 5,
		ceiling = 5500,
		windowDuration = 0.025,
		preEmphasisFrom = 50,
		where = () => true,
		part,
	} = options;
	if (!(ceiling > 2 * edge && ceiling <= sampleRate / 2 && count >= 1 && step > 0 && windowDuration > 0)) {
		throw new RangeError(
			`formants: ceiling must be in (100, sampleRate / 2] = (100, ${sampleRate / 2}] Hz and count, step and windowDuration positive, got ${ceiling} Hz, ${count}, ${step} s and ${windowDuration} s. Resample the signal, or lower the ceiling.`,
		);
	}
	const rate = 2 * ceiling;
	const x = resampleForFormants(signal, sampleRate, rate, (part?.origin ?? 0) * step * sampleRate);
	preEmphasise(x, Math.exp((-2 * Math.PI * preEmphasisFrom) / rate));
	const resampled = part === undefined ? x.length : Math.round((part.samples / sampleRate) * rate);
	const own = frameTimes(x.length, rate, 2 * windowDuration, step, part && { ...part, samples: resampled });
	const times = { ...own, start: formantStart(part?.samples ?? signal.length, resampled, options) };
	const half = Math.floor(windowDuration * rate);
	const window = gaussianWindow(2 * half);
	const frequencies = new Float64Array(times.frames * count).fill(Number.NaN);
	const bandwidths = frequencies.slice();
	const order = 2 * count;
	const burg = pairOf(2 * half, order);
	const roots = createRootFinder(order);
	const { frames } = burg;
	const polynomial = new Float64Array(order + 1);
	polynomial[0] = 1;
	// Frames two at a time, of those that are asked for.
	for (let t = 0; t < times.frames; ) {
		let filled = 0;
		const [even, odd] = [-1, -1].map(() => {
			while (t < times.frames && !where(times.start + (t + (part?.origin ?? 0)) * step)) t++;
			if (t >= times.frames) return -1;
			const first = Math.floor(frameCentre(own, t, rate)) + 1 - half;
			for (let i = 0; i < 2 * half; i++) frames[2 * i + filled] = (x[first + i] ?? 0) * (window[i] as number);
			filled++;
			return t++;
		}) as [number, number];
		const a = burg.predict();
		for (const [lane, frame] of [even, odd].entries()) {
			if (frame < 0) continue;
			let largest = 0;
			for (let k = 0; k < order; k++) {
				polynomial[k + 1] = -(a[2 * k + lane] as number);
				largest = Math.max(largest, Math.abs(a[2 * k + lane] as number));
			}
			if (largest === 0) continue;
			roots.find(polynomial, true);
			keepFormants(roots.re, roots.im, rate, frequencies, bandwidths, frame * count, count);
		}
	}
	return { ...times, count, frequencies, bandwidths };
}

/**
 * Centre of the first frame of {@link formants}, s.
 *
 * @param samples - Of the signal.
 * @param resampled - Samples at twice the ceiling.
 */
function formantStart(
	samples: number,
	resampled: number,
	{ sampleRate, ceiling = 5500, windowDuration = 0.025, step = 0.01 }: FormantOptions,
): number {
	const rate = 2 * ceiling;
	// Sample 0 of the resampled signal stands at this time.
	const origin = 0.5 * (samples / sampleRate - (resampled - 1) / rate);
	return frameTimes(resampled, rate, 2 * windowDuration, step).start + origin - 0.5 / rate;
}

/** Kept: their memory is not given back. */
const pairs = new Map<string, PairedBurg>();

function pairOf(frameLength: number, order: number): PairedBurg {
	const key = `${frameLength},${order}`;
	const known = pairs.get(key) ?? createPairedBurg(frameLength, order);
	pairs.set(key, known);
	return known;
}

function preEmphasise(x: Float64Array, a: number): void {
	for (let i = x.length - 1; i > 0; i--) x[i] = (x[i] as number) - a * (x[i - 1] as number);
}

/** Falls to zero half a sample outside its ends. */
function gaussianWindow(n: number): Float64Array {
	const edgeValue = Math.exp(-12);
	return Float64Array.from({ length: n }, (_, i) => {
		const x = (i - 0.5 * (n - 1)) / (n + 1);
		return (Math.exp(-48 * x * x) - edgeValue) / (1 - edgeValue);
	});
}

/** Writes the roots of the upper half-plane inside the limits, by rising frequency. */
function keepFormants(
	re: Float64Array,
	im: Float64Array,
	rate: number,
	frequencies: Float64Array,
	bandwidths: Float64Array,
	at: number,
	count: number,
): void {
	let found = 0;
	for (let i = 0; i < re.length && found < count; i++) {
		const y = im[i] as number;
		if (y < 0) continue;
		const x = re[i] as number;
		const frequency = (Math.atan2(y, x) * rate) / (2 * Math.PI);
		if (frequency < edge || frequency > 0.5 * rate - edge) continue;
		// A root outside the unit circle stands for its mirror image inside.
		const bandwidth = (Math.abs(Math.log(x * x + y * y)) * rate) / (2 * Math.PI);
		let place = at + found++;
		for (; place > at && (frequencies[place - 1] as number) > frequency; place--) {
			frequencies[place] = frequencies[place - 1] as number;
			bandwidths[place] = bandwidths[place - 1] as number;
		}
		frequencies[place] = frequency;
		bandwidths[place] = bandwidth;
	}
}
