import { defined, meanChange, percentile, trend } from "./contour-statistics.ts";

/** Statistics of a contour, by name, in the order in which {@link functionals} gives them. */
export const functionalNames = [
	"mean",
	"deviation",
	"skewness",
	"percentile10",
	"percentile50",
	"percentile90",
	"slope",
	"change",
] as const;

/**
 * Statistics of a contour over the frames where it is defined.
 *
 * `deviation` is the population's; `skewness` the third standardised moment, 0 for a constant; percentiles are
 * linearly interpolated (NumPy's default); `slope` is the least-squares trend per second; `change` the mean
 * absolute difference of neighbouring defined frames, per second.
 *
 * @param values - Shape `[frames]`; NaN where undefined.
 * @param step - Seconds between frames.
 * @param room - For what is put in order, at least as long as the contour.
 * @returns Shape `[8]`; all NaN where fewer than two frames are defined.
 */
export function functionals(
	values: Float64Array,
	step: number,
	room = new Float64Array(values.length),
): Float64Array {
	const out = new Float64Array(functionalNames.length).fill(Number.NaN);
	const known = defined(values, room);
	const n = known.length;
	if (n < 2) return out;
	let sum = 0;
	for (let i = 0; i < n; i++) sum += known[i] as number;
	const mean = sum / n;
	let second = 0;
	let third = 0;
	for (let i = 0; i < n; i++) {
		const d = (known[i] as number) - mean;
		second += d * d;
		third += d * d * d;
	}
	const deviation = Math.sqrt(second / n);
	out[0] = mean;
	out[1] = deviation;
	out[2] = deviation > 0 ? third / n / deviation ** 3 : 0;
	const sorted = known.sort();
	out[3] = percentile(sorted, 0.1);
	out[4] = percentile(sorted, 0.5);
	out[5] = percentile(sorted, 0.9);
	out[6] = trend(values, step);
	const change = meanChange(values, step);
	// Defined frames without a neighbour do not change.
	out[7] = Number.isNaN(change) ? 0 : change;
	return out;
}
