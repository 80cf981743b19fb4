import { variantWords } from "../augment/variant.ts";
import type { Recipe } from "../recipes/recipe.ts";
import type { Result } from "../results/result.ts";
import { describeSearched } from "./choose-settings.ts";

/** What a result says of its recipe. */
export type RecipeWords = Pick<
	Result,
	"split" | "adaptation" | "classifier" | "labels" | "selection" | "seed"
> & {
	/** How training or test clips were changed: without it a noise test would stand as an ordinary, bad figure. */
	readonly changes: readonly string[];
};

/** What the result of a recipe says of it: by this a stored figure is known to be of the recipe as it is now. */
export function describeRecipe(recipe: Recipe): RecipeWords {
	const { adaptation, augment, testAs } = recipe;
	return {
		split: recipe.protocol.split,
		adaptation: { kind: adaptation.kind, k: "k" in adaptation ? adaptation.k : 0 },
		classifier: describeSearched(recipe),
		labels: recipe.labels,
		selection: recipe.selection,
		seed: recipe.seed,
		changes: [
			...(testAs.length === 0 ? [] : [`${tested}: ${variantWords(testAs)}.`]),
			...(augment.length === 0 ? [] : [`${copied}: ${augment.map(variantWords).join("; ")}.`]),
		],
	};
}

const tested = "Tested on changed clips";
const copied = "Trained with copies of the clips too";

/** Those of a result's notes that say how clips were changed. */
export function changesIn({ notes = [] }: Pick<Result, "notes">): string[] {
	return notes.filter((note) => note.startsWith(`${tested}: `) || note.startsWith(`${copied}: `));
}
