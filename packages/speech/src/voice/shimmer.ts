import { defined } from "../functionals/contour-statistics.ts";
import { type PeriodLimits, periodLimits } from "./periods.ts";

/** Irregularity of the amplitude of periods. */
export interface Shimmer {
	/** Mean absolute difference of neighbouring amplitudes over the mean amplitude. */
	readonly shimmerLocal: number;
	/** Mean absolute level difference of neighbouring periods, dB. */
	readonly shimmerLocalDb: number;
	/** Distance of an amplitude from the mean of three around it, over the mean amplitude. */
	readonly shimmerApq3: number;
	/** The same with five. */
	readonly shimmerApq5: number;
	/** The same with eleven. */
	readonly shimmerApq11: number;
	/** Mean absolute second difference over the mean amplitude: three times `shimmerApq3`. */
	readonly shimmerDda: number;
}

/** How far the window around a pulse reaches to either side, as a share of the period there. */
const reach = 0.2;

/**
 * Shimmer, as Praat's "Get shimmer (…)".
 *
 * The amplitude of a period is the root mean square of the signal under a Hann window around its pulse, reaching
 * a fifth of the neighbouring period to either side (measured: Praat's amplitudes to 1e-7).
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param pulses - Rising times, s.
 * @param sampleRate - Hz.
 * @returns NaN for what needs more periods than there are.
 * @see Praat's manual, "PointProcess & Sound: Get shimmer (local)..." and the pages beside it
 */
export function shimmer(
	signal: Float32Array,
	pulses: Float64Array,
	sampleRate: number,
	limits: PeriodLimits = periodLimits,
): Shimmer {
	return shimmerOf(pulses, pulseAmplitudes(signal, pulses, sampleRate, limits), limits);
}

/**
 * {@link shimmer}, of amplitudes that are there.
 *
 * @param pulses - Rising times, s.
 * @param all - Amplitudes at the pulses, see {@link pulseAmplitudes}; same shape.
 */
export function shimmerOf(
	pulses: Float64Array,
	all: Float64Array,
	limits: PeriodLimits = periodLimits,
): Shimmer {
	const amplitudes = defined(all);
	const times = defined(pulses.map((time, i) => (Number.isNaN(all[i]) ? Number.NaN : time)));
	// The last amplitude takes no part in the mean (measured: Praat's values to 1e-7).
	let total = 0;
	for (let i = 0; i + 1 < amplitudes.length; i++) total += amplitudes[i] as number;
	const mean = total / (amplitudes.length - 1);
	const at = (i: number): number => amplitudes[i] as number;
	const over = (width: number, measure: (first: number) => number): number =>
		meanOverRuns(times, amplitudes, width, limits, measure);
	const around = (width: number): number =>
		over(width, (first) => {
			let sum = 0;
			for (let i = first; i < first + width; i++) sum += at(i);
			return Math.abs(at(first + (width - 1) / 2) - sum / width);
		}) / mean;
	const apq3 = around(3);
	return {
		shimmerLocal: over(2, (i) => Math.abs(at(i) - at(i + 1))) / mean,
		shimmerLocalDb: over(2, (i) => Math.abs(20 * Math.log10(at(i) / at(i + 1)))),
		shimmerApq3: apq3,
		shimmerApq5: around(5),
		shimmerApq11: around(11),
		shimmerDda: 3 * apq3,
	};
}

/**
 * Amplitudes at the pulses that lie between two periods.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param pulses - Rising times, s, of the whole where the signal is a part of a recording.
 * @param offset - Samples of the whole before the signal.
 * @returns NaN at the other pulses, and in digital silence; shape `[pulses]`.
 */
export function pulseAmplitudes(
	signal: Float32Array,
	pulses: Float64Array,
	sampleRate: number,
	limits: PeriodLimits = periodLimits,
	offset = 0,
): Float64Array {
	const amplitudes = new Float64Array(pulses.length).fill(Number.NaN);
	for (let i = 1; i + 1 < pulses.length; i++) {
		const time = pulses[i] as number;
		const left = time - (pulses[i - 1] as number);
		const right = (pulses[i + 1] as number) - time;
		const inRange = Math.min(left, right) >= limits.shortest && Math.max(left, right) <= limits.longest;
		if (!inRange || Math.max(left / right, right / left) > limits.maxPeriodFactor) continue;
		const amplitude = hannRms(signal, time, reach * left, reach * right, sampleRate, offset);
		if (amplitude > 0) amplitudes[i] = amplitude;
	}
	return amplitudes;
}

function hannRms(
	signal: Float32Array,
	time: number,
	left: number,
	right: number,
	sampleRate: number,
	offset: number,
): number {
	const first = Math.max(0, Math.ceil((time - left) * sampleRate - 0.5) - offset);
	const last = Math.min(signal.length - 1, Math.floor((time + right) * sampleRate - 0.5) - offset);
	let sum = 0;
	let weights = 0;
	for (let i = first; i <= last; i++) {
		const t = (offset + i + 0.5) / sampleRate - time;
		const w = 0.5 + 0.5 * Math.cos(Math.PI * (t < 0 ? t / left : t / right));
		const x = w * (signal[i] as number);
		sum += x * x;
		weights += w * w;
	}
	return weights > 0 ? Math.sqrt(sum / weights) : 0;
}

/** Mean of a measure over all runs of `width` pulses that follow each other by periods and by similar amplitudes. */
function meanOverRuns(
	times: Float64Array,
	amplitudes: Float64Array,
	width: number,
	{ shortest, longest, maxAmplitudeFactor }: PeriodLimits,
	measure: (first: number) => number,
): number {
	let sum = 0;
	let count = 0;
	let run = 1;
	for (let i = 1; i < times.length; i++) {
		const gap = (times[i] as number) - (times[i - 1] as number);
		const a = amplitudes[i - 1] as number;
		const b = amplitudes[i] as number;
		const follows = gap >= shortest && gap <= longest && Math.max(a / b, b / a) <= maxAmplitudeFactor;
		run = follows ? run + 1 : 1;
		if (run < width) continue;
		sum += measure(i - width + 1);
		count++;
	}
	return count > 0 ? sum / count : Number.NaN;
}
