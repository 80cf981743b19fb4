import type { Matrix } from "@undertone/core";
import { argmaxRows } from "../softmax.ts";

/** Predictions of similar confidence. */
export interface ReliabilityBin {
	readonly count: number;
	/** Mean confidence of the bin. */
	readonly confidence: number;
	/** Share of the bin that was right. */
	readonly accuracy: number;
}

/**
 * The reliability diagram of the top label in bins of equal mass.
 *
 * @param probabilities - Shape `[rows, labels]`.
 * @param actual - Class index of every row; one outside the labels is never predicted rightly.
 * @returns Bins from the lowest confidence to the highest; fewer where there are fewer samples.
 */
export function reliabilityBins(
	probabilities: Matrix,
	actual: ArrayLike<number>,
	{ bins = 10 }: { readonly bins?: number } = {},
): ReliabilityBin[] {
	const predicted = argmaxRows(probabilities);
	const samples = Array.from(predicted, (p, r) => ({
		confidence: probabilities.data[r * probabilities.columns + p] as number,
		right: p === actual[r],
	})).sort((a, b) => a.confidence - b.confidence);
	const result: ReliabilityBin[] = [];
	for (let b = 0; b < bins; b++) {
		const part = samples.slice(
			Math.round((b * samples.length) / bins),
			Math.round(((b + 1) * samples.length) / bins),
		);
		if (part.length === 0) continue;
		result.push({
			count: part.length,
			confidence: part.reduce((sum, { confidence }) => sum + confidence, 0) / part.length,
			accuracy: part.filter(({ right }) => right).length / part.length,
		});
	}
	return result;
}

/**
 * Expected calibration error of the top label: the mean gap between confidence and accuracy over bins of equal
 * mass, weighted by their counts.
 *
 * @see Nguyen & O'Connor (2015), arXiv:1508.05154, for bins of equal mass
 */
export function expectedCalibrationError(
	probabilities: Matrix,
	actual: ArrayLike<number>,
	options: { readonly bins?: number } = {},
): number {
	const parts = reliabilityBins(probabilities, actual, options);
	const gaps = parts.map(({ count, confidence, accuracy }) => count * Math.abs(confidence - accuracy));
	return gaps.reduce((sum, gap) => sum + gap, 0) / probabilities.rows;
}

/**
 * Brier score: the mean over samples of the squared distance between probabilities and truth, in [0, 2].
 *
 * @see Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
 */
export function brier({ rows, columns, data }: Matrix, actual: ArrayLike<number>): number {
	let sum = 0;
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < columns; c++) {
			sum += ((data[r * columns + c] as number) - (actual[r] === c ? 1 : 0)) ** 2;
		}
	}
	return sum / rows;
}

/** Mean negative logarithm of the probability of the actual class, in nats. */
export function logLoss({ rows, columns, data }: Matrix, actual: ArrayLike<number>): number {
	let sum = 0;
	for (let r = 0; r < rows; r++) {
		sum -= Math.log(Math.max(data[r * columns + (actual[r] as number)] as number, 1e-12));
	}
	return sum / rows;
}
