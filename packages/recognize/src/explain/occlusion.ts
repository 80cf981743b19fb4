import { type Emotion, type Matrix, zeros } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";

/** Keeps the logarithm of a probability finite. */
const least = 1e-30;

/**
 * How much features raise a label's score, by occlusion: each group of columns in turn is set to the population's mean
 * and the model asked again.
 *
 * The score is the logarithm of the label's probability against that of the others, each other counting as much as it is
 * a rival (its share of the probability that the label leaves). Where the logits are linear in the features, effects are
 * exact and add up: that of a group is the sum of its members', that of all features the whole score against that of
 * the mean.
 *
 * @param clip - One row of what the model was given, shape `[1, f]`, and its frames if the model hears any.
 * @param groups - Column indices.
 * @returns The effect of each group.
 * @see Zeiler & Fergus (2014), doi:10.1007/978-3-319-10590-1_53, for occlusion
 */
export async function occlude(
	model: SpeechModel,
	{ features, frames }: { readonly features: Matrix; readonly frames?: Matrix | null },
	label: Emotion,
	groups: readonly (readonly number[])[],
): Promise<number[]> {
	const { normalisation, labels } = model.metadata;
	const width = features.columns;
	const rows = zeros(groups.length + 1, width);
	for (let r = 0; r <= groups.length; r++) {
		rows.data.set(features.data, r * width);
		for (const j of groups[r - 1] ?? []) rows.data[r * width + j] = normalisation.mean[j] as number;
	}
	const { data } = await model.predict(rows, frames);
	const score = scoreOf(data, labels.indexOf(label), labels.length);
	const whole = score(0);
	return groups.map((_, g) => whole - score(g + 1));
}

/** The score of a row, rivals weighed by the first row. */
function scoreOf(probabilities: ArrayLike<number>, index: number, labels: number): (row: number) => number {
	const others = Array.from({ length: labels }, (_, c) => c).filter((c) => c !== index);
	const left = others.reduce((sum, c) => sum + Math.max(least, probabilities[c] as number), 0);
	const rivals = others.map((c) => ({ c, weight: Math.max(least, probabilities[c] as number) / left }));
	const log = (row: number, c: number): number =>
		Math.log(Math.max(least, probabilities[row * labels + c] as number));
	return (row) => log(row, index) - rivals.reduce((sum, { c, weight }) => sum + weight * log(row, c), 0);
}
