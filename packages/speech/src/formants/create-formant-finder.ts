import { createPairedBurg, createRootFinder, type PairedBurg } from "@undertone/dsp";

/** Finds the formants of frames, two side by side; it owns its buffers and is reused. */
export interface FormantFinder {
	/** Half the length of a frame, samples. */
	readonly half: number;
	/**
	 * Lays the window over samples of a pre-emphasised signal; beyond its ends stand zeros.
	 *
	 * @param lane - 0 or 1.
	 * @param first - Of the 2 · half samples.
	 */
	load(lane: number, x: Float64Array, first: number): void;
	/** Predicts both lanes. */
	predict(): void;
	/** Writes what was found in a lane from index `at` on, rising, no more than `count`; leaves the rest as it is. */
	find(lane: number, frequencies: Float64Array, bandwidths: Float64Array, at: number): void;
}

/** Roots nearer than this to 0 Hz or to the ceiling are no formants, Hz. */
export const formantEdge = 50;

/**
 * Each frame, under a Gaussian window, gives a predictor of order 2 · count (Burg), whose roots between 50 Hz and 50 Hz
 * below half the rate are the formants.
 *
 * @param rate - Of the resampled signal, Hz.
 * @param windowDuration - Effective length of the window; the window itself is twice as long, s.
 */
export function createFormantFinder(rate: number, count: number, windowDuration: number): FormantFinder {
	const half = Math.floor(windowDuration * rate);
	const window = gaussianWindow(2 * half);
	const order = 2 * count;
	const burg = pairOf(2 * half, order);
	const roots = createRootFinder(order);
	const { frames } = burg;
	const polynomial = new Float64Array(order + 1);
	polynomial[0] = 1;
	let a = new Float64Array(2 * order);
	return {
		half,
		load: (lane, x, first) => {
			for (let i = 0; i < 2 * half; i++) frames[2 * i + lane] = (x[first + i] ?? 0) * (window[i] as number);
		},
		predict: () => {
			a = burg.predict() as typeof a;
		},
		find: (lane, frequencies, bandwidths, at) => {
			let largest = 0;
			for (let k = 0; k < order; k++) {
				polynomial[k + 1] = -(a[2 * k + lane] as number);
				largest = Math.max(largest, Math.abs(a[2 * k + lane] as number));
			}
			if (largest === 0) return;
			roots.find(polynomial, true);
			keepFormants(roots.re, roots.im, rate, frequencies, bandwidths, at, count);
		},
	};
}

/** Kept: their memory is not given back. */
const pairs = new Map<string, PairedBurg>();

function pairOf(frameLength: number, order: number): PairedBurg {
	const key = `${frameLength},${order}`;
	const known = pairs.get(key) ?? createPairedBurg(frameLength, order);
	pairs.set(key, known);
	return known;
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
		if (frequency < formantEdge || frequency > 0.5 * rate - formantEdge) continue;
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
