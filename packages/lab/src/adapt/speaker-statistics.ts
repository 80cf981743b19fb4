import type { Matrix } from "@undertone/core";
import { profilePriors, shrunkMean, shrunkVariance } from "@undertone/recognize";

/** Mean and variance of every feature. */
export interface Usual {
	readonly mean: Float64Array;
	readonly variance: Float64Array;
}

/** What is known of speakers in general. */
export interface Population extends Usual {
	/** Mean of the neutral clips. */
	readonly neutralMean: Float64Array;
}

/**
 * Mean over speakers of their means, and of their variances about it; undefined values count for nothing.
 *
 * @param x - Shape `[clips, features]`.
 * @param groups - The rows of each speaker.
 * @param neutral - Whether a row is a neutral clip.
 */
export function populationOf(
	x: Matrix,
	groups: readonly (readonly number[])[],
	neutral: (row: number) => boolean,
): Population {
	const each = groups.map((rows) => statistics(x, rows));
	const calm = groups.map((rows) => rows.filter(neutral)).filter((rows) => rows.length > 0);
	const mean = average(each.map((one) => one.mean));
	return {
		mean,
		variance: average(each.map((one) => one.variance)),
		neutralMean: calm.length === 0 ? mean : average(calm.map((rows) => statistics(x, rows).mean)),
	};
}

/**
 * A speaker's usual from some of their clips, drawn towards the population as a profile is. Neutral clips shift the mean
 * only, by their distance from the population's neutral clips.
 */
export function speakerUsual(
	x: Matrix,
	rows: readonly number[],
	kind: "any" | "neutral",
	{ mean, variance, neutralMean }: Population,
): Usual {
	const { meanPrior, deviationPrior } = profilePriors;
	const own = statistics(x, rows);
	const n = own.counts;
	const from = kind === "neutral" ? neutralMean : mean;
	return {
		mean: mean.map((population, j) =>
			shrunkMean(own.mean[j] as number, n[j] as number, {
				population,
				from: from[j] as number,
				prior: meanPrior,
			}),
		),
		variance:
			kind === "neutral"
				? variance
				: variance.map((population, j) => {
						const count = n[j] as number;
						const squares = count * (own.variance[j] as number);
						return shrunkVariance(squares, count, { population, prior: deviationPrior });
					}),
	};
}

/** Writes rows as distances from what is usual for the speaker, in the speaker's deviations. */
export function writeNormalised(
	x: Matrix,
	rows: readonly number[],
	{ mean, variance }: Usual,
	out: Matrix,
	at: (index: number) => number,
): void {
	const f = x.columns;
	for (const [index, r] of rows.entries()) {
		const to = at(index) * f;
		for (let j = 0; j < f; j++) {
			const deviation = Math.sqrt(variance[j] as number);
			const value = (x.data[r * f + j] as number) - (mean[j] as number);
			out.data[to + j] = deviation > 1e-9 ? value / deviation : value;
		}
	}
}

function statistics(x: Matrix, rows: readonly number[]): Usual & { readonly counts: Float64Array } {
	const f = x.columns;
	const counts = new Float64Array(f);
	const mean = new Float64Array(f);
	const variance = new Float64Array(f);
	for (let j = 0; j < f; j++) {
		let n = 0;
		let sum = 0;
		for (const r of rows) {
			const value = x.data[r * f + j] as number;
			if (Number.isNaN(value)) continue;
			n++;
			sum += value;
		}
		const center = n === 0 ? 0 : sum / n;
		let squares = 0;
		for (const r of rows) {
			const value = x.data[r * f + j] as number;
			if (!Number.isNaN(value)) squares += (value - center) ** 2;
		}
		counts[j] = n;
		mean[j] = center;
		variance[j] = n === 0 ? 0 : squares / n;
	}
	return { counts, mean, variance };
}

function average(vectors: readonly Float64Array[]): Float64Array {
	const mean = new Float64Array(vectors[0]?.length ?? 0);
	for (const vector of vectors) {
		for (let j = 0; j < mean.length; j++)
			mean[j] = (mean[j] as number) + (vector[j] as number) / vectors.length;
	}
	return mean;
}
