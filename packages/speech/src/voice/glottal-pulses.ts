import { createSlidingProducts } from "@undertone/dsp";
import { samplesBefore } from "../pitch/frame-times.ts";
import { peakAroundMean } from "../pitch/peak-around-mean.ts";
import type { Pitch } from "../pitch/pitch.ts";
import { pitchAt } from "../pitch/pitch-at.ts";

/** Correlation with the neighbouring period below which a pulse is dropped. */
const minCorrelation = 0.3;
/** Peak, as a share of the signal's, below which a pulse is dropped. */
const minPeak = 0.01;
/** Correlation above which one more pulse is placed beyond the edge of a voiced stretch. */
const edgeCorrelation = 0.7;
/** The same for its peak (measured: the reference's lies between 0.0229 and 0.0241). */
const edgePeak = 0.0235;

/**
 * Times of glottal pulses: one a period in every voiced stretch, the numbers of Praat's
 * "Sound & Pitch: To PointProcess (cc)".
 *
 * From the largest peak within a period around the middle of a stretch, pulses are placed to the left and right
 * where the waveform of one period around them correlates best with that around the pulse before, 0.8 to 1.2
 * periods away.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param pitch - Where the signal is voiced, and its period; of the part where the signal is a part of a recording.
 * @param sampleRate - Hz.
 * @param globalPeak - Largest distance from the mean, of the whole where the signal is a part of it.
 * @returns Times in s, of the whole, rising.
 * @see Praat's manual, "Sound & Pitch: To PointProcess (cc)"
 *
 * @example
 * const signal = Float32Array.from({ length: 16000 }, (_, i) => Math.sin((2 * Math.PI * 100 * i) / 16000));
 * glottalPulses(signal, pitch(signal, { sampleRate: 16000 }), 16000).length // => 97
 */
export function glottalPulses(
	signal: Float32Array,
	pitch: Pitch,
	sampleRate: number,
	globalPeak: number = peakAroundMean(signal),
): Float64Array {
	const pulses: number[] = [];
	const { origin = 0 } = pitch;
	const offset = samplesBefore(origin, pitch.step, sampleRate);
	const match = createMatcher(signal, sampleRate, offset);
	for (let first = 0; first < pitch.frames; first++) {
		if (Number.isNaN(pitch.f0[first])) continue;
		let last = first;
		while (last + 1 < pitch.frames && !Number.isNaN(pitch.f0[last + 1])) last++;
		const left = pitch.start + (origin + first - 0.5) * pitch.step;
		const right = pitch.start + (origin + last + 0.5) * pitch.step;
		first = last + 1;
		const middle = 0.5 * (left + right);
		const f0 = pitchAt(pitch, middle);
		if (Number.isNaN(f0)) continue;
		const seed = extremum(signal, middle - 0.5 / f0, middle + 0.5 / f0, sampleRate, offset);
		const previous = pulses.at(-1) ?? -Infinity;
		const earlier: number[] = [];
		for (let time = seed, f = f0; !Number.isNaN(f); f = pitchAt(pitch, time)) {
			match.search(time, -1.25 / f, -0.8 / f, 1 / f);
			time = match.place;
			const outside = time < left;
			if (match.holds(outside, globalPeak) && time - previous > 0.8 / f) earlier.push(time);
			if (outside) break;
		}
		pulses.push(...earlier.reverse(), seed);
		for (let time = seed, f = f0; !Number.isNaN(f); f = pitchAt(pitch, time)) {
			match.search(time, 0.8 / f, 1.25 / f, 1 / f);
			time = match.place;
			const outside = time > right;
			if (match.holds(outside, globalPeak)) pulses.push(time);
			if (outside) break;
		}
	}
	return Float64Array.from(pulses);
}

/** Time of the sample farthest from zero between two times, refined by a parabola. */
function extremum(
	signal: Float32Array,
	from: number,
	to: number,
	sampleRate: number,
	offset: number,
): number {
	const first = Math.max(0, Math.floor(from * sampleRate - 0.5) - offset);
	const last = Math.min(signal.length - 1, Math.ceil(to * sampleRate - 0.5) - offset);
	let best = first;
	for (let i = first; i <= last; i++) {
		if (Math.abs(signal[i] as number) > Math.abs(signal[best] as number)) best = i;
	}
	const before = signal[best - 1] ?? 0;
	const here = signal[best] ?? 0;
	const after = signal[best + 1] ?? 0;
	const bend = 2 * here - before - after;
	const shift = bend !== 0 && best > first && best < last ? (0.5 * (after - before)) / bend : 0;
	return (offset + best + shift + 0.5) / sampleRate;
}

const productsOf = createSlidingProducts();

interface Matcher {
	/** Time of the best match found last, s. */
	readonly place: number;
	/** Whether that match is good enough for a pulse. */
	holds(outside: boolean, globalPeak: number): boolean;
	/** Compares a window around `time` with windows `from` … `to` seconds away. */
	search(time: number, from: number, to: number, window: number): void;
}

/** @param offset - Samples of the whole before the signal: times are those of the whole. */
function createMatcher(signal: Float32Array, sampleRate: number, offset: number): Matcher {
	let correlation = -1;
	let peak = 0;
	const matcher = {
		place: 0,
		holds: (outside: boolean, globalPeak: number): boolean =>
			correlation > (outside ? edgeCorrelation : minCorrelation) &&
			peak > (outside ? edgePeak : minPeak) * globalPeak,
		search(time: number, from: number, to: number, window: number): void {
			correlation = -1;
			peak = 0;
			const begin = Math.round((time - 0.5 * window) * sampleRate - 0.5);
			const length = Math.round((time + 0.5 * window) * sampleRate - 0.5) - begin + 1;
			const firstShift = Math.floor((time + from - 0.5 * window) * sampleRate - 0.5) - begin;
			const lastShift = Math.ceil((time + to - 0.5 * window) * sampleRate - 0.5) - begin;
			const start = begin - offset;
			matcher.place = time + from - 2 / sampleRate;
			if (start < 0 || start + length > signal.length) return;
			const own = energy(signal, start, length);
			// Shifts at which the window compared lies within the signal.
			const low = Math.max(firstShift, -start);
			const high = Math.min(lastShift, signal.length - length - start);
			const products = productsOf(signal, start, length, start + low, Math.max(0, high - low + 1));
			let other = low > high ? 0 : energy(signal, start + low, length);
			let before = 0;
			let here = 0;
			let bestShift = 0;
			let best = 0;
			let bestBefore = 0;
			let bestAfter = 0;
			for (let shift = firstShift; shift <= lastShift; shift++) {
				let after = 0;
				if (shift >= low && shift <= high) {
					if (shift > low) other = slide(signal, start + shift, length, other);
					const cross = products[shift - low] as number;
					if (cross !== 0) after = cross / Math.sqrt(own * other);
				}
				// The correlation at `shift − 1` is `here`: it may be the maximum.
				if (shift > firstShift && here > best && here >= before && here >= after) {
					best = here;
					bestShift = shift - 1;
					bestBefore = before;
					bestAfter = after;
				}
				before = here;
				here = after;
			}
			if (best === 0) return;
			const bend = 2 * best - bestBefore - bestAfter;
			const half = 0.5 * (bestAfter - bestBefore);
			const shift = bend > 0 ? half / bend : 0;
			correlation = best + 0.5 * half * shift;
			matcher.place = time + (bestShift + shift) / sampleRate;
			const middle = matcher.place * sampleRate - 0.5 - offset;
			const reach = 0.5 * window * sampleRate;
			const end = Math.min(signal.length - 1, middle + reach);
			let highest = 0;
			for (let i = Math.max(0, Math.round(middle - reach)); i <= end; i++) {
				const size = Math.abs(signal[i] as number);
				if (size > highest) highest = size;
			}
			peak = highest;
		},
	};
	return matcher;
}

function energy(x: Float32Array, from: number, length: number): number {
	let sum = 0;
	for (let i = from; i < from + length; i++) sum += (x[i] as number) * (x[i] as number);
	return sum;
}

/** Energy of the window at `from`, given that of the window one sample before. */
function slide(x: Float32Array, from: number, length: number, before: number): number {
	return Math.max(0, before + (x[from + length - 1] as number) ** 2 - (x[from - 1] as number) ** 2);
}
