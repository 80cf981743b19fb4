import type { Matrix } from "@undertone/core";
import { argmaxRows } from "../softmax.ts";

/** What remains when predictions below a confidence are not given. */
export interface CoveragePoint {
	/** Lowest confidence that is given. */
	readonly threshold: number;
	/** Share of samples that get a label. */
	readonly coverage: number;
	/** Share of those that are right. */
	readonly accuracy: number;
}

/**
 * Accuracy against coverage, for choosing when to say "not sure".
 *
 * @returns From full coverage downwards, one point for every distinct confidence.
 * @see El-Yaniv & Wiener (2010), Journal of Machine Learning Research 11, on the risk–coverage curve
 */
export function coverageAccuracy(probabilities: Matrix, actual: ArrayLike<number>): CoveragePoint[] {
	const predicted = argmaxRows(probabilities);
	const samples = Array.from(predicted, (p, r) => ({
		confidence: probabilities.data[r * probabilities.columns + p] as number,
		right: p === actual[r],
	})).sort((a, b) => b.confidence - a.confidence);
	const points: CoveragePoint[] = [];
	let right = 0;
	for (const [i, sample] of samples.entries()) {
		if (sample.right) right++;
		if (samples[i + 1]?.confidence === sample.confidence) continue;
		points.push({
			threshold: sample.confidence,
			coverage: (i + 1) / samples.length,
			accuracy: right / (i + 1),
		});
	}
	return points.reverse();
}
