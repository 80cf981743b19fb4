import type { ModelMetadata } from "../model/model-metadata.ts";

/** A single feature counts for no more than eight deviations. */
const most = 64;

/**
 * How far a clip lies from what a model learnt from: the mean over its features of the squared distance from the
 * population's mean, in deviations. It is 1 for the population itself.
 *
 * @param features - Raw, shape `[f]`; NaN counts for nothing.
 * @returns NaN where no feature is defined.
 */
export function unfamiliarity(
	features: ArrayLike<number>,
	{ mean, deviation }: ModelMetadata["normalisation"],
): number {
	let sum = 0;
	let count = 0;
	for (let j = 0; j < mean.length; j++) {
		const value = features[j] as number;
		const scale = deviation[j] as number;
		if (Number.isNaN(value) || !(scale > 0)) continue;
		sum += Math.min(most, ((value - (mean[j] as number)) / scale) ** 2);
		count++;
	}
	return sum / count;
}
