/**
 * Normalised pairwise variability index: how much neighbouring durations differ, 0 for a metronome.
 *
 * @param durations - In any unit, positive.
 * @returns 100 / (m − 1) · Σ |d[k] − d[k + 1]| / mean of the two; NaN for fewer than two.
 * @see Grabe & Low (2002), "Durational variability in speech and the rhythm class hypothesis"
 *
 * @example
 * npvi([1, 3]) // => 100
 */
export function npvi(durations: readonly number[]): number {
	let sum = 0;
	for (let k = 1; k < durations.length; k++) {
		const a = durations[k - 1] as number;
		const b = durations[k] as number;
		sum += Math.abs(a - b) / ((a + b) / 2);
	}
	return durations.length < 2 ? Number.NaN : (100 * sum) / (durations.length - 1);
}
