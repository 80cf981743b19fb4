import { confusionMatrix } from "./confusion-matrix.ts";

type Indices = ArrayLike<number>;

/** Share of samples whose predicted class is the actual one; NaN without samples. */
export function accuracy(actual: Indices, predicted: Indices): number {
	let right = 0;
	for (let i = 0; i < actual.length; i++) if (actual[i] === predicted[i]) right++;
	return right / actual.length;
}

/**
 * Unweighted average recall: the mean of the recalls of the classes that occur.
 *
 * @param classes - Number of classes; those without an actual sample are left out.
 * @see Schuller et al. (2009), The INTERSPEECH 2009 emotion challenge
 */
export function uar(actual: Indices, predicted: Indices, classes: number): number {
	return macroAverage(recall(actual, predicted, classes));
}

/** Of every class, the share of its samples that were found; NaN where it has none. */
export function recall(actual: Indices, predicted: Indices, classes: number): number[] {
	const { counts, totals } = confusionMatrix(actual, predicted, classes);
	return counts.map((line, c) => (line[c] as number) / (totals[c] as number));
}

/** Of every class, the share of its predictions that were right; NaN where it was never predicted. */
export function precision(actual: Indices, predicted: Indices, classes: number): number[] {
	const { counts } = confusionMatrix(actual, predicted, classes);
	return counts.map((line, c) => {
		const times = counts.reduce((sum, other) => sum + (other[c] as number), 0);
		return (line[c] as number) / times;
	});
}

/**
 * Of every class, the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).
 *
 * 0 where it occurs or is predicted but never rightly, NaN where it neither occurs nor is predicted.
 */
export function f1(actual: Indices, predicted: Indices, classes: number): number[] {
	const { counts, totals } = confusionMatrix(actual, predicted, classes);
	return counts.map((line, c) => {
		const times = counts.reduce((sum, other) => sum + (other[c] as number), 0);
		return (2 * (line[c] as number)) / (times + (totals[c] as number));
	});
}

/** Mean of the numbers that are not NaN; how the figures per class are averaged ("macro"). */
export function macroAverage(values: readonly number[]): number {
	const defined = values.filter((value) => !Number.isNaN(value));
	return defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
