import { createRandom } from "@undertone/core";

/** A figure with its interval. */
export interface Interval {
	readonly value: number;
	readonly low: number;
	readonly high: number;
	/** What was drawn anew: speakers, or clips where there are too few speakers. */
	readonly over: "speakers" | "clips";
	/** How many speakers (or clips) there were to draw from. */
	readonly units: number;
}

/** How an interval is drawn. */
interface BootstrapOptions {
	readonly seed?: number;
	readonly draws?: number;
	/** Share of draws within the interval. */
	readonly level?: number;
	/**
	 * Whether the draws are moved by the difference of their mean from the value: for figures that a draw with
	 * repetitions always makes larger, as calibration errors.
	 */
	readonly unbiased?: boolean;
}

/** Below this number of speakers, clips are drawn instead. */
const fewestSpeakers = 8;

/**
 * Percentile bootstrap of a metric over speakers, since clips of one speaker are not independent; over clips
 * where there are fewer than 8 speakers (the result says so; such an interval is too narrow).
 *
 * @param metric - A figure of the samples with the given indices.
 * @param speakers - Speaker of every sample.
 * @see Efron & Tibshirani (1993), An introduction to the bootstrap, ch. 13
 */
export function bootstrapInterval(
	metric: (indices: Int32Array) => number,
	speakers: readonly string[],
	{ seed = 1, draws = 1000, level = 0.95, unbiased = false }: BootstrapOptions = {},
): Interval {
	if (speakers.length === 0) {
		throw new RangeError("bootstrapInterval: there must be at least one sample, got none.");
	}
	const groups = new Map<string, number[]>();
	for (const [i, speaker] of speakers.entries()) {
		const group = groups.get(speaker);
		if (group === undefined) groups.set(speaker, [i]);
		else group.push(i);
	}
	const over = groups.size >= fewestSpeakers ? "speakers" : "clips";
	const units = over === "speakers" ? [...groups.values()] : speakers.map((_, i) => [i]);
	const random = createRandom(seed);
	const figures: number[] = [];
	for (let d = 0; d < draws; d++) {
		const drawn = units.flatMap(() => units[random.integer(units.length)] as number[]);
		const figure = metric(Int32Array.from(drawn));
		if (!Number.isNaN(figure)) figures.push(figure);
	}
	figures.sort((a, b) => a - b);
	const tail = (1 - level) / 2;
	const value = metric(Int32Array.from(speakers, (_, i) => i));
	const bias = unbiased ? figures.reduce((sum, figure) => sum + figure, 0) / figures.length - value : 0;
	const shifted = (q: number): number => {
		const figure = quantile(figures, q);
		return unbiased ? Math.max(0, figure - bias) : figure;
	};
	return {
		value,
		low: shifted(tail),
		high: shifted(1 - tail),
		over,
		units: units.length,
	};
}

/** Linear interpolation between order statistics (NumPy's default). */
function quantile(sorted: readonly number[], q: number): number {
	const at = q * (sorted.length - 1);
	const below = sorted[Math.floor(at)] ?? Number.NaN;
	const above = sorted[Math.ceil(at)] ?? Number.NaN;
	return below + (above - below) * (at - Math.floor(at));
}
