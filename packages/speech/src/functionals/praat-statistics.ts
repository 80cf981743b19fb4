/** Statistics of a contour as Praat's queries give them; NaN where there are too few values. */
export interface PraatStatistics {
	readonly mean: number;
	/** The sample's (n − 1). */
	readonly deviation: number;
	readonly minimum: number;
	readonly maximum: number;
	/** @param share - 0.5 for the median. */
	quantile(share: number): number;
}

/**
 * Praat's "Get mean", "Get standard deviation", "Get quantile", and "Get minimum" and "Get maximum" with parabolic
 * interpolation, over the frames that are defined.
 *
 * Quantile q of n sorted values stands at place q · n + 0.5, counted from 1.
 *
 * @param values - Shape `[frames]`, NaN where undefined.
 */
export function praatStatistics(values: ArrayLike<number>): PraatStatistics {
	// Not in an array that grows: of an hour, each is many megabytes.
	const room = new Float64Array(values.length);
	let n = 0;
	let minimum = Number.NaN;
	let maximum = Number.NaN;
	for (let t = 0; t < values.length; t++) {
		const here = values[t] as number;
		if (Number.isNaN(here)) continue;
		room[n++] = here;
		const before = values[t - 1] ?? Number.NaN;
		const after = values[t + 1] ?? Number.NaN;
		const extremum = (here - before) * (here - after) > 0;
		const bend = 2 * here - before - after;
		const peak = extremum ? here + (after - before) ** 2 / (8 * bend) : here;
		if (!(minimum <= peak)) minimum = peak;
		if (!(maximum >= peak)) maximum = peak;
	}
	const defined = room.subarray(0, n);
	const mean = n === 0 ? Number.NaN : defined.reduce((sum, value) => sum + value, 0) / n;
	const squares = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0);
	defined.sort();
	return {
		mean,
		deviation: n < 2 ? Number.NaN : Math.sqrt(squares / (n - 1)),
		minimum,
		maximum,
		quantile: (share) => {
			if (n === 0) return Number.NaN;
			const place = Math.min(n - 1, Math.max(0, share * n - 0.5));
			const below = Math.floor(place);
			const low = defined[below] as number;
			return low + (place - below) * ((defined[Math.min(n - 1, below + 1)] as number) - low);
		},
	};
}
