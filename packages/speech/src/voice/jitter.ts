import { isPeriod, type PeriodLimits, periodLimits } from "./periods.ts";

/** Irregularity of the length of periods. */
export interface Jitter {
	/** Mean length of a period, s. */
	readonly meanPeriod: number;
	/** How many periods count. */
	readonly periods: number;
	/** Mean absolute difference of neighbouring periods over the mean period. */
	readonly jitterLocal: number;
	/** Mean absolute difference of neighbouring periods, s. */
	readonly jitterAbsolute: number;
	/** Relative average perturbation: distance of a period from the mean of three around it, over the mean period. */
	readonly jitterRap: number;
	/** The same with five. */
	readonly jitterPpq5: number;
	/** Mean absolute second difference over the mean period: three times `jitterRap`. */
	readonly jitterDdp: number;
}

/**
 * Jitter from pulse times, as Praat's "Get jitter (…)".
 *
 * @param pulses - Rising times, s.
 * @param limits - Which intervals count as periods.
 * @returns NaN for what needs more periods than there are.
 * @see Praat's manual, "PointProcess: Get jitter (local)..." and the pages beside it
 *
 * @example
 * jitter(Float64Array.of(0, 0.01, 0.02, 0.0301)).jitterAbsolute // => about 0.00005
 */
export function jitter(pulses: Float64Array, limits: PeriodLimits = periodLimits): Jitter {
	let count = 0;
	let total = 0;
	for (let i = 1; i < pulses.length; i++) {
		if (!isPeriod(pulses, i - 1, limits)) continue;
		count++;
		total += interval(pulses, i);
	}
	const meanPeriod = count > 0 ? total / count : Number.NaN;
	const absolute = perturbation(pulses, 2, limits, (at) =>
		Math.abs(interval(pulses, at) - interval(pulses, at + 1)),
	);
	const around = (width: number): number =>
		perturbation(pulses, width, limits, (at) => {
			const mean = ((pulses[at + width - 1] as number) - (pulses[at - 1] as number)) / width;
			return Math.abs(interval(pulses, at + (width - 1) / 2) - mean);
		}) / meanPeriod;
	const rap = around(3);
	return {
		meanPeriod,
		periods: count,
		jitterLocal: absolute / meanPeriod,
		jitterAbsolute: absolute,
		jitterRap: rap,
		jitterPpq5: around(5),
		jitterDdp: 3 * rap,
	};
}

/** The interval that ends at pulse i. */
function interval(pulses: Float64Array, i: number): number {
	return (pulses[i] as number) - (pulses[i - 1] as number);
}

/** Mean of a measure over all runs of `width` intervals (the first ends at pulse `at`) of which each can follow the one before. */
function perturbation(
	pulses: Float64Array,
	width: number,
	limits: PeriodLimits,
	measure: (at: number) => number,
): number {
	let sum = 0;
	let count = 0;
	let run = 0;
	for (let i = 1; i < pulses.length; i++) {
		const now = interval(pulses, i);
		if (now < limits.shortest || now > limits.longest) {
			run = 0;
			continue;
		}
		const before = i > 1 ? interval(pulses, i - 1) : 0;
		const follows = run > 0 && Math.max(now / before, before / now) <= limits.maxPeriodFactor;
		run = follows ? run + 1 : 1;
		if (run < width) continue;
		sum += measure(i - width + 1);
		count++;
	}
	return count > 0 ? sum / count : Number.NaN;
}
