import type { Fold } from "@undertone/learn";
import { type AdaptedFold, adaptFold } from "../adapt/adapt-fold.ts";
import { clampFold } from "../fit/clamp-features.ts";
import { blendWeights, type EnsembleJobs, ensembleJobs, jointShares } from "../fit/ensemble.ts";
import type { FitAnswer } from "../fit/fit-job.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { embeddingView, type View } from "./embedding-view.ts";
import type { ExperimentContext } from "./experiment.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/** One way of hearing a fold: what is fitted. */
export interface HeardView extends EnsembleJobs {
	readonly view: View;
	readonly adapted: AdaptedFold;
}

/** A fold as a recipe hears it by one kind of features: adapted, cut off, and its fits. */
export function hearView(view: View, fold: Fold): HeardView {
	const { recipe, clips } = view;
	const whole = adaptFold(recipe, clips, fold);
	const adapted = recipe.clamp === undefined ? whole : clampFold(whole, fold.train, recipe.clamp);
	return {
		...ensembleJobs(recipe, adapted.clips, fold.train, adapted.asTested, adapted.testX),
		view,
		adapted,
	};
}

/**
 * A fold as a recipe with an `embedding` hears it the second way.
 *
 * @param what - For the progress, such as `fold 2 of 10`.
 * @returns Nothing where the recipe has no embedding.
 * @throws {UndertoneError} `recipe-invalid` if the set is none of frames, `cancelled`.
 */
export async function hearEmbedding(
	recipe: Recipe,
	clips: LabelledClips,
	fold: Fold,
	what: string,
	context: ExperimentContext,
): Promise<HeardView | undefined> {
	const { embedding } = recipe;
	if (embedding === undefined) return undefined;
	return hearView(await embeddingView({ ...recipe, embedding }, clips, fold, what, context), fold);
}

/**
 * How much each classifier is heard, of the first way of hearing a fold and of the second.
 *
 * @param first - The first way, and which clips its fits hold out; the second holds the same out.
 * @param answers - Of the fits of the first way, then of the second.
 */
export function heardWeights(
	first: Pick<HeardView, "view" | "heldOut">,
	second: Pick<HeardView, "view"> | undefined,
	answers: readonly Pick<FitAnswer, "logits">[],
): number[] {
	const { recipe, clips } = first.view;
	const blend =
		second === undefined
			? recipe.blend
			: jointShares(recipe, second.view.recipe, recipe.embedding?.share ?? 0);
	return blendWeights(clips, answers, first.heldOut, blend);
}
