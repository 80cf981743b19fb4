import {
	defined,
	deviation,
	mean,
	meanChange,
	percentile,
	slopes,
	smoothed,
	trend,
} from "./contour-statistics.ts";

/** Every statistic of a contour that can be asked for by name, with what it says. */
export const contourFunctionalTexts = {
	mean: "mean",
	deviation: "standard deviation (the population's)",
	skewness: "skewness, 0 for a constant",
	minimum: "lowest value",
	maximum: "highest value",
	percentile10: "10th percentile",
	percentile20: "20th percentile",
	percentile50: "median",
	percentile80: "80th percentile",
	percentile90: "90th percentile",
	range10to90: "90th minus 10th percentile",
	range20to80: "80th minus 20th percentile",
	slope: "least-squares trend, per second",
	change: "mean absolute difference of neighbouring frames, per second",
	risingSlopeMean: "mean slope of rising parts, per second, 0 without any",
	risingSlopeDeviation: "standard deviation of the slope of rising parts, per second",
	fallingSlopeMean: "mean slope of falling parts, per second, 0 without any",
	fallingSlopeDeviation: "standard deviation of the slope of falling parts, per second",
	definedShare: "share of the frames where it is defined",
} as const;

/** Name of a statistic of a contour. */
export type ContourFunctional = keyof typeof contourFunctionalTexts;

/** Which frames of a contour count: those with a pitch, those without, or all. */
export type FramesOver = "voiced" | "unvoiced" | "all";

/**
 * Statistics of a contour, by name, over the frames where it is defined.
 *
 * Percentiles are linearly interpolated (NumPy's default). Rising and falling parts run from one turn to the next
 * within a stretch of defined values, after a moving average over three frames (GeMAPS).
 *
 * @param values - Shape `[frames]`; NaN where undefined.
 * @param options - Which statistics; `step` seconds between frames; with `over`, only frames where `f0` (shape
 *   `[frames]`, NaN where unvoiced) says so count.
 * @returns One number a name; NaN where nothing (or, for trends, fewer than two frames) is defined.
 * @throws {RangeError} If `over` is "voiced" or "unvoiced" and there is no `f0`, or a name is unknown.
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417
 *
 * @example
 * contourFunctionals(Float64Array.of(1, 2, 6), { names: ["mean", "percentile50"], step: 0.01 })
 * // => { mean: 3, percentile50: 2 }
 */
export function contourFunctionals<Name extends ContourFunctional>(
	values: Float64Array,
	{
		names,
		step,
		over = "all",
		f0,
	}: {
		readonly names: readonly Name[];
		readonly step: number;
		readonly over?: FramesOver;
		readonly f0?: Float64Array;
	},
): Record<Name, number> {
	if (over !== "all" && f0 === undefined) {
		throw new RangeError(
			`contourFunctionals: over "${over}" needs f0, a pitch contour of the same frames. Pass f0.`,
		);
	}
	const contour = f0 === undefined || over === "all" ? values : framesOver(values, f0, over);
	const found = defined(contour);
	const sorted = found.slice().sort();
	let parts: ReturnType<typeof slopes> | undefined;
	const turns = (): ReturnType<typeof slopes> => {
		parts ??= slopes(smoothed(contour), step);
		return parts;
	};
	const of = (name: Name): number => {
		switch (name) {
			case "mean":
				return mean(found);
			case "deviation":
				return deviation(found);
			case "skewness":
				return skewness(found);
			case "minimum":
				return sorted[0] ?? Number.NaN;
			case "maximum":
				return sorted.at(-1) ?? Number.NaN;
			case "percentile10":
				return percentile(sorted, 0.1);
			case "percentile20":
				return percentile(sorted, 0.2);
			case "percentile50":
				return percentile(sorted, 0.5);
			case "percentile80":
				return percentile(sorted, 0.8);
			case "percentile90":
				return percentile(sorted, 0.9);
			case "range10to90":
				return percentile(sorted, 0.9) - percentile(sorted, 0.1);
			case "range20to80":
				return percentile(sorted, 0.8) - percentile(sorted, 0.2);
			case "slope":
				return trend(contour, step);
			case "change":
				return meanChange(contour, step);
			case "risingSlopeMean":
				return ofParts(turns().rising, mean, found.length);
			case "risingSlopeDeviation":
				return ofParts(turns().rising, deviation, found.length);
			case "fallingSlopeMean":
				return ofParts(turns().falling, mean, found.length);
			case "fallingSlopeDeviation":
				return ofParts(turns().falling, deviation, found.length);
			case "definedShare":
				return found.length / values.length;
			default: {
				const known = Object.keys(contourFunctionalTexts).join(", ");
				throw new RangeError(`contourFunctionals: there is no functional "${name}", expected ${known}.`);
			}
		}
	};
	return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, number>;
}

/**
 * A contour over the voiced or the unvoiced frames, NaN over the others.
 *
 * @param f0 - NaN where unvoiced; frames behind its end count as unvoiced.
 */
function framesOver(values: Float64Array, f0: Float64Array, over: FramesOver): Float64Array {
	if (over === "all") return values;
	const unvoiced = over === "unvoiced";
	return values.map((value, t) => (Number.isNaN(f0[t] ?? Number.NaN) === unvoiced ? value : Number.NaN));
}

function skewness(values: Float64Array): number {
	const middle = mean(values);
	const spread = deviation(values);
	if (!(spread > 0)) return spread;
	let sum = 0;
	for (const value of values) sum += ((value - middle) / spread) ** 3;
	return sum / values.length;
}

function ofParts(
	parts: readonly number[],
	statistic: (values: readonly number[]) => number,
	definedFrames: number,
): number {
	if (parts.length === 0) return definedFrames === 0 ? Number.NaN : 0;
	return statistic(parts);
}
