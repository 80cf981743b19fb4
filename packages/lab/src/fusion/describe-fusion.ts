import { variantWords } from "../augment/variant.ts";
import { type ClassifierSpec, describeClassifier } from "../fit/classifier.ts";
import type { ResultDescription } from "../results/store-result.ts";
import type { FusionRecipe } from "./fusion-recipe.ts";

/** Ways of deciding whose results a recipe stores: each source alone, then its rules. */
export function fusionWays({ rules }: Pick<FusionRecipe, "rules">): string[] {
	return ["voice", "face", ...rules.map(({ kind }) => kind)];
}

/**
 * What the result of one way of deciding says of its recipe: by this a stored figure is known to be of the recipe as it
 * is now.
 *
 * @param way - One of {@link fusionWays}.
 */
export function describeFusion(
	recipe: FusionRecipe,
	way: string,
): Pick<ResultDescription, "id" | "classifier" | "features" | "labels" | "selection" | "seed"> & {
	readonly conditions: readonly string[];
} {
	const { id, labels, voice, conditions, selection, seed } = recipe;
	return {
		id: `${id}-${way}`,
		classifier: classifierOf(recipe, way),
		features: `${voice.features} and the face model's scores`,
		labels,
		// Nothing of a source alone was chosen by the pairs of the test.
		selection: way === "voice" || way === "face" ? "nested" : selection,
		seed,
		conditions: conditions.map(({ name }) => name),
	};
}

function classifierOf({ voice, face, rules }: FusionRecipe, way: string): string {
	if (way === "voice") {
		const copies =
			voice.copies.length === 0 ? "" : `, taught copies too (${voice.copies.map(variantWords).join("; ")})`;
		return `voice alone: ${describeClassifier(voice.classifier as ClassifierSpec)}${copies}`;
	}
	if (way === "face") return `face alone: ${face.model}`;
	const rule = rules.find(({ kind }) => kind === way);
	switch (rule?.kind) {
		case "mean":
			return "late fusion: mean of the calibrated scores, as on the live page";
		case "product":
			return "late fusion: product of the calibrated scores";
		case "weighted":
			return "late fusion: mean weighted by each one's precision for each label";
		case "hybrid":
			return `hybrid fusion: ${describeClassifier(rule.classifier as ClassifierSpec)} on the calibrated scores of both by their trust`;
		case "early":
			return `early fusion: ${describeClassifier(rule.classifier as ClassifierSpec)} on the features of the voice and the face model's outputs together by their trust`;
		default:
			throw new RangeError(
				`describeFusion: way must be one of ${fusionWays({ rules }).join(", ")}, got "${way}".`,
			);
	}
}
