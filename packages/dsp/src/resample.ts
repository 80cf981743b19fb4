import { besselI0 } from "./bessel-i0.ts";
import { createDownsampler } from "./downsample.ts";
import { greatestCommonDivisor } from "./greatest-common-divisor.ts";

/** Zero crossings of the kernel on either side: 64 give a transition band of 4 % of the rate. */
const zeroCrossings = 64;
/** Kaiser's beta for about 110 dB of stop-band attenuation. */
const beta = 11.5;
/** The pass band ends here, as a share of the lower half rate. */
const rolloff = 0.95;

/** From this ratio of rates on, filtering in the frequency domain costs less than a long filter at every sample. */
const leastDownsampling = 1.25;

/**
 * Changes the sample rate by a windowed-sinc polyphase filter (Kaiser window).
 *
 * @param signal - Shape `[n]`.
 * @param rates - `from` and `to` in Hz, integers.
 * @returns Shape `[ceil(n · to / from)]`; sample 0 stays at time 0.
 * @throws {RangeError} If a rate is not a positive integer.
 * @see Smith, "Digital Audio Resampling Home Page" (the method); Kaiser (1974) for the window
 *
 * @example
 * resample(new Float32Array(48000), { from: 48000, to: 16000 }).length // => 16000
 */
export function resample(
	signal: Float32Array,
	{ from, to }: { readonly from: number; readonly to: number },
): Float32Array {
	for (const rate of [from, to]) {
		if (!(Number.isInteger(rate) && rate > 0)) {
			throw new RangeError(`resample: rates must be positive integers in Hz, got ${from} and ${to}.`);
		}
	}
	return from === to ? signal : preparedFor(from, to)(signal);
}

/** What was prepared for the rates used last: tables cost more than a short clip. */
const prepared = new Map<string, (signal: Float32Array) => Float32Array>();
const mostPrepared = 8;

function preparedFor(from: number, to: number): (signal: Float32Array) => Float32Array {
	const key = `${from} ${to}`;
	const known = prepared.get(key) ?? prepare(from, to);
	prepared.delete(key);
	prepared.set(key, known);
	const [oldest] = prepared.keys();
	if (prepared.size > mostPrepared && oldest !== undefined) prepared.delete(oldest);
	return known;
}

function prepare(from: number, to: number): (signal: Float32Array) => Float32Array {
	const divisor = greatestCommonDivisor(from, to);
	const up = to / divisor;
	const down = from / divisor;
	const { reach, taps: tapsAt } = polyphase(up, down);
	if (from / to >= leastDownsampling) {
		const lowPass = tapsAt(0).slice(0, -1);
		return createDownsampler({ up, down, lowPass, interpolator: interpolator(from, to, up) });
	}
	return (signal) => {
		const output = new Float32Array(Math.ceil((signal.length * up) / down));
		for (let n = 0; n < output.length; n++) {
			const position = n * down;
			const base = Math.floor(position / up);
			const taps = tapsAt(position - base * up);
			const first = base - reach + 1;
			let sum = 0;
			const begin = Math.max(0, -first);
			const end = Math.min(taps.length, signal.length - first);
			for (let i = begin; i < end; i++) sum += (taps[i] as number) * (signal[first + i] as number);
			output[n] = sum;
		}
		return output;
	};
}

/** Filter taps for each of the `up` positions of an output sample between two input samples, made when needed. */
export function polyphase(
	up: number,
	down: number,
): { reach: number; taps: (phase: number) => Float64Array } {
	// Cut-off in cycles per input sample.
	const cutoff = 0.5 * rolloff * Math.min(1, up / down);
	const reach = Math.ceil(zeroCrossings / (2 * cutoff));
	const cache = new Map<number, Float64Array>();
	const norm = besselI0(beta);
	const taps = (phase: number): Float64Array => {
		const known = cache.get(phase);
		if (known !== undefined) return known;
		const made = new Float64Array(2 * reach);
		let total = 0;
		for (let i = 0; i < made.length; i++) {
			const t = i - reach + 1 - phase / up;
			const inside = 1 - (t / reach) ** 2;
			const window = inside > 0 ? besselI0(beta * Math.sqrt(inside)) / norm : 0;
			const sinc = t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
			made[i] = sinc * window;
			total += sinc * window;
		}
		// Every phase passes a constant unchanged.
		for (let i = 0; i < made.length; i++) made[i] = (made[i] as number) / total;
		cache.set(phase, made);
		return made;
	};
	return { reach, taps };
}

/**
 * Taps that interpolate a signal with nothing above `to / 2`: their transition may reach from there to the first
 * image, at `from − to / 2`. Shape `[up, taps]`.
 */
function interpolator(from: number, to: number, up: number): Float64Array {
	// Kaiser's estimate of the length for a stop band of 110 dB.
	const transition = (from - to) / from;
	const reach = Math.ceil((110 - 8) / (2.285 * 2 * Math.PI * transition) / 2) + 1;
	const norm = besselI0(beta);
	const rows = new Float64Array(up * 2 * reach);
	for (let phase = 0; phase < up; phase++) {
		const taps = rows.subarray(phase * 2 * reach, (phase + 1) * 2 * reach);
		let total = 0;
		for (let i = 0; i < taps.length; i++) {
			const t = i - reach + 1 - phase / up;
			const inside = 1 - (t / reach) ** 2;
			const window = inside > 0 ? besselI0(beta * Math.sqrt(inside)) / norm : 0;
			const tap = t === 0 ? 1 : (window * Math.sin(Math.PI * t)) / (Math.PI * t);
			taps[i] = tap;
			total += tap;
		}
		for (let i = 0; i < taps.length; i++) taps[i] = (taps[i] as number) / total;
	}
	return rows;
}
