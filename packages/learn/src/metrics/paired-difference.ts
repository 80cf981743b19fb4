import { bootstrapInterval, type Interval } from "./bootstrap-interval.ts";

/** The difference of a figure between two models on the same samples. */
export interface PairedDifference extends Interval {
	/** Two-sided: twice the smaller share of draws on either side of 0, at least 1 / draws. */
	readonly p: number;
}

/**
 * Paired bootstrap test: both models are scored on the same drawn speakers, and the difference is looked at.
 *
 * @param first - A figure of the first model on the samples with the given indices.
 * @param second - The same of the second.
 * @returns The interval of `first − second`.
 * @see Berg-Kirkpatrick, Burkett & Klein (2012), An empirical investigation of statistical significance in NLP
 */
export function pairedDifference(
	first: (indices: Int32Array) => number,
	second: (indices: Int32Array) => number,
	speakers: readonly string[],
	{ seed = 1, draws = 1000 }: { readonly seed?: number; readonly draws?: number } = {},
): PairedDifference {
	const drawn: number[] = [];
	const difference = (indices: Int32Array): number => {
		const value = first(indices) - second(indices);
		drawn.push(value);
		return value;
	};
	const interval = bootstrapInterval(difference, speakers, { seed, draws });
	const defined = drawn.slice(0, draws).filter((value) => !Number.isNaN(value));
	const below = defined.filter((value) => value <= 0).length;
	const above = defined.filter((value) => value >= 0).length;
	return { ...interval, p: Math.min(1, Math.max((2 * Math.min(below, above)) / defined.length, 1 / draws)) };
}
