import type { Emotion } from "@undertone/core";
import { type FusionInput, sourceWeights } from "./fuse-scores.ts";

/** Least probability that is told apart from none. */
const floor = 1e-4;

/**
 * What stacked (hybrid) fusion sees of several sources: for each, source after source, the logarithm of every label's
 * score over that of no answer, times how far the source counts ({@link sourceWeights}). All of a source that does not
 * count is 0, which stands for knowing nothing.
 *
 * @param labels - All of them known to every source.
 * @returns Shape `[inputs · labels]`.
 *
 * @example
 * scoreFeatures([{ scores: { happy: 0.5, sad: 0.5 } }, { scores: null }], ["happy", "sad"]) // => [0, 0, 0, 0]
 */
export function scoreFeatures(inputs: readonly FusionInput[], labels: readonly Emotion[]): Float32Array {
	const weights = sourceWeights(inputs);
	return Float32Array.from(
		inputs.flatMap(({ scores }, i) =>
			labels.map((label) => {
				const weight = weights[i] as number;
				if (weight === 0) return 0;
				return weight * Math.log(labels.length * Math.max(scores?.[label] ?? 0, floor));
			}),
		),
	);
}
