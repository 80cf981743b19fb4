import { type Emotion, emotions, type Scores } from "@undertone/core";

/** Calibrated scores of one source, a voice or a face. */
export interface FusionInput {
	/** Null where the source is missing or could not be scored. */
	readonly scores: Scores | null;
	/** Something speaks against the source itself (noise, a face turned away): it counts only where no other is sound. */
	readonly doubtful?: boolean;
	/** How far it is heard beside others, in [0, 1]; 1 where it is not told; with 0 only where no other sound one is. */
	readonly trust?: number;
	/**
	 * How far each label of the source is to be believed, in [0, 1], for the rule `weighted`: its precision on unseen
	 * people, for example; 1 where it is not told.
	 */
	readonly reliability?: Scores;
}

/**
 * How scores are put together: `mean` (sum rule), `product` (of independent sources under equal priors), or
 * `weighted` by each source's reliability for each label.
 */
export type FusionRule = "mean" | "product" | "weighted";

/** Least probability in a product: one source alone cannot rule a label out. */
const floor = 1e-3;

/**
 * Late fusion of calibrated scores. A missing source is left out; a doubtful one is heard only where no sound one is;
 * others count by their trust: as a weight in a mean, as an exponent in a product.
 *
 * A label that one source does not know is judged by the others: it takes their share, and the known labels the rest.
 *
 * @returns Scores that sum to 1 over the labels any used source knows; null where there is no source.
 * @see Kittler et al. (1998), doi:10.1109/34.667881, for the rules
 *
 * @example
 * fuseScores([{ scores: { happy: 0.8, sad: 0.2 } }, { scores: { happy: 0.6, sad: 0.4 } }], "mean")
 * // => { happy: 0.7, sad: 0.3 }
 */
export function fuseScores(inputs: readonly FusionInput[], rule: FusionRule = "mean"): Scores | null {
	const weights = sourceWeights(inputs);
	const used = inputs
		.map((input, i): Weighed => ({ ...input, weight: weights[i] as number }))
		.filter(({ weight }) => weight > 0);
	const [only] = used;
	if (only === undefined) return null;
	if (used.length === 1) return only.scores;
	const labels = emotions.filter((label) => used.some(({ scores }) => scores?.[label] !== undefined));
	return normalised(labels.map((label) => [label, combined(used, label, rule)] as const));
}

/**
 * How far each source counts, in [0, 1]: by its trust, and 0 where it is not heard; where none of those that are heard
 * is trusted, they count alike.
 */
export function sourceWeights(inputs: readonly FusionInput[]): number[] {
	const isTrusted = ({ trust }: FusionInput): boolean => trust !== 0;
	const present = inputs.filter(({ scores }) => scores !== null);
	const sound = present.filter(({ doubtful }) => doubtful !== true);
	const heard = [sound.filter(isTrusted), sound, present.filter(isTrusted)].find((some) => some.length > 0);
	return inputs.map((input) => ((heard ?? present).includes(input) ? input.trust || 1 : 0));
}

interface Weighed extends FusionInput {
	readonly weight: number;
}

function combined(used: readonly Weighed[], label: Emotion, rule: FusionRule): number {
	const told = used.flatMap(({ scores, reliability, weight }) => {
		const score = scores?.[label];
		return score === undefined ? [] : [{ score, weight, reliability: reliability?.[label] ?? 1 }];
	});
	if (rule === "product") {
		// Over the weight of those that know the label, so that a label known to fewer is not favoured.
		const logs = told.reduce((sum, { score, weight }) => sum + weight * Math.log(Math.max(floor, score)), 0);
		const total = (some: readonly { readonly weight: number }[]): number =>
			some.reduce((sum, { weight }) => sum + weight, 0);
		return Math.exp((logs * total(used)) / total(told));
	}
	const weights = told.map(({ weight, reliability }) => (rule === "weighted" ? reliability : 1) * weight);
	const total = weights.reduce((sum, weight) => sum + weight, 0);
	if (total === 0) return 0;
	return told.reduce((sum, { score }, i) => sum + score * (weights[i] as number), 0) / total;
}

function normalised(values: readonly (readonly [Emotion, number])[]): Scores {
	const total = values.reduce((sum, [, value]) => sum + value, 0);
	return Object.fromEntries(
		values.map(([label, value]) => [label, total > 0 ? value / total : 1 / values.length]),
	);
}
