import { type Matrix, zeros } from "@undertone/core";
import { type Dataset, type Fold, linearDiscriminant, subset, takeRows } from "@undertone/learn";
import { clampFeatures, featureBounds } from "../fit/clamp-features.ts";

/** Features are cut off at so many deviations, as in the shipped model. */
const deviations = 4;

/**
 * Probabilities of every clip by a discriminant that was fitted on other speakers.
 *
 * A class of the answer may be several targets of the training: a model that had to tell angry women from angry men
 * gives what it gives both to angry.
 *
 * @param data - With the targets as classes.
 * @param answers - The answer that each target belongs to, shape `[targets]`.
 * @returns Shape `[clips, answers]`; rows of clips that no fold tests are 0.
 */
export async function fitTargets(
	data: Dataset,
	folds: readonly Fold[],
	answers: readonly number[],
	seed: number,
): Promise<Matrix & { readonly data: Float32Array }> {
	const columns = Math.max(...answers) + 1;
	const out = zeros(data.x.rows, columns);
	for (const { train, test } of folds) {
		const bounds = featureBounds(takeRows(data.x, train), deviations);
		const shown = { ...data, x: clampFeatures(data.x, bounds) };
		const model = await linearDiscriminant({ priors: "equal" }).fit(subset(shown, train), { seed });
		const scores = await model.predict(takeRows(shown.x, test));
		for (const [r, clip] of test.entries()) {
			for (const [target, answer] of answers.entries()) {
				const at = clip * columns + answer;
				out.data[at] = (out.data[at] as number) + (scores.data[r * answers.length + target] as number);
			}
		}
	}
	return out;
}
