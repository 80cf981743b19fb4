/** Which intervals between pulses count as periods of a voice. */
export interface PeriodLimits {
	/** s. */
	readonly shortest: number;
	/** s. */
	readonly longest: number;
	/** Largest ratio of neighbouring periods. */
	readonly maxPeriodFactor: number;
	/** Largest ratio of neighbouring amplitudes. */
	readonly maxAmplitudeFactor: number;
}

/** Praat's usual limits. */
export const periodLimits: PeriodLimits = {
	shortest: 0.0001,
	longest: 0.02,
	maxPeriodFactor: 1.3,
	maxAmplitudeFactor: 1.6,
};

/**
 * Whether the interval from pulse i to pulse i + 1 is a period: its length is within the limits, and it resembles
 * at least one of its neighbours or lacks one.
 */
export function isPeriod(
	pulses: Float64Array,
	i: number,
	{ shortest, longest, maxPeriodFactor }: PeriodLimits,
): boolean {
	const length = (pulses[i + 1] as number) - (pulses[i] as number);
	if (!(length >= shortest && length <= longest)) return false;
	if (i === 0 || i + 2 >= pulses.length) return true;
	const before = (pulses[i] as number) - (pulses[i - 1] as number);
	const after = (pulses[i + 2] as number) - (pulses[i + 1] as number);
	const resembles = (other: number): boolean => Math.max(length / other, other / length) <= maxPeriodFactor;
	return resembles(before) || resembles(after);
}
