import { type Fold, successiveHalving, uar } from "@undertone/learn";
import { describeBlend } from "../fit/classifier.ts";
import { type Recipe, type SearchedRecipe, searchedRecipes } from "../recipes/recipe.ts";
import { percent } from "../report/percent.ts";
import type { StoredPrediction } from "../results/result.ts";
import { withFields } from "../search/candidates.ts";
import type { ClipReader } from "./clip-reader.ts";
import { evaluateFold } from "./evaluate-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import { innerFolds } from "./inner-folds.ts";

/** Settings for a training part. */
export interface ChosenSettings {
	/** The recipe with them, without its search. */
	readonly recipe: Recipe;
	/** What was chosen and how it did, in words; nothing where nothing was searched. */
	readonly words: string | undefined;
	/** Fits that were not in the cache. */
	readonly fresh: number;
}

/**
 * Chooses the settings that a recipe searches, by the UAR on inner folds of a training part: the clips that are not in
 * it are neither trained on nor judged by.
 *
 * @param part - Of the outer fold: its name and its training clips.
 * @param what - For the progress.
 * @returns The recipe itself where it searches nothing.
 * @throws {UndertoneError} `leak`, `recipe-invalid`, `cancelled`.
 * @see Cawley & Talbot (2010), On over-fitting in model selection and subsequent selection bias in performance
 *   evaluation, Journal of Machine Learning Research 11
 */
export async function chooseSettings(
	recipe: Recipe,
	part: Pick<Fold, "name" | "train">,
	what: string,
	readClips: ClipReader,
	context: ExperimentContext,
): Promise<ChosenSettings> {
	const { search } = recipe;
	if (search === undefined) return { recipe, words: undefined, fresh: 0 };
	const folds = innerFolds(recipe, await readClips(recipe), part, search.folds);
	const known = new Map<SearchedRecipe, StoredPrediction[]>();
	const judged = new Map<SearchedRecipe, number>();
	const { budgets, keep } = search.halving ?? { budgets: [folds.length], keep: 1 };
	let fresh = 0;
	const [best] = await successiveHalving(searchedRecipes(recipe, search), {
		budgets,
		keep,
		evaluate: async (candidate, budget) => {
			const predictions = known.get(candidate) ?? [];
			for (const fold of folds.slice(judged.get(candidate) ?? 0, budget)) {
				const clips = await readClips(candidate.recipe);
				const evaluated = await evaluateFold(candidate.recipe, clips, fold, { what }, quiet(context));
				predictions.push(...evaluated.predictions);
				fresh += evaluated.fresh;
			}
			known.set(candidate, predictions);
			judged.set(candidate, budget);
			return uarOf(predictions, recipe.labels);
		},
		onResult: ({ candidate, score }, done, total) =>
			context.progress(what, done / total, `${candidate.candidate.name}: ${percent(score)} UAR`),
	});
	const { candidate, score, budget } = best as { candidate: SearchedRecipe; score: number; budget: number };
	return {
		recipe: { ...candidate.recipe, id: recipe.id },
		words: `${candidate.candidate.name} (${percent(score)} UAR on ${budget} inner folds)`,
		fresh,
	};
}

function uarOf(predictions: readonly StoredPrediction[], labels: Recipe["labels"]): number {
	return uar(
		predictions.map(({ actual }) => labels.indexOf(actual)),
		predictions.map(({ predicted }) => labels.indexOf(predicted)),
		labels.length,
	);
}

/** Without the progress of every fit. */
function quiet(context: ExperimentContext): ExperimentContext {
	return { ...context, progress: () => undefined };
}

/** The classifiers of a recipe in a few words, for tables, with "searched" in place of what is chosen in every fold. */
export function describeSearched(recipe: Recipe): string {
	const fields = Object.keys(recipe.search?.choices ?? {});
	const within = fields.filter((field) => field.startsWith("classifiers."));
	const shown = withFields(recipe, Object.fromEntries(within.map((field) => [field, "searched"])), recipe.id);
	const others = fields.filter((field) => !within.includes(field)).map((field) => `, ${field} searched`);
	return `${describeBlend(shown as Recipe)}${others.join("")}`;
}
