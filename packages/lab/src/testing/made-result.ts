import type { Recipe } from "../recipes/recipe.ts";
import type { Result } from "../results/result.ts";

/** A result of a recipe as a model file needs one; its figures are made up. */
export function madeResult({ features, labels }: Pick<Recipe, "features" | "labels">): Result {
	const metric = { value: 0.5, low: 0.4, high: 0.6 };
	return {
		id: "test",
		command: "none",
		corpora: ["X"],
		split: "speaker-independent",
		adaptation: { kind: "none", k: 0 },
		classifier: "",
		features,
		labels,
		folds: [],
		selection: "fixed-beforehand",
		seed: 1,
		date: "2026-01-01",
		n: 1,
		intervals: "clips",
		metrics: { uar: metric, accuracy: metric },
	} as unknown as Result;
}
