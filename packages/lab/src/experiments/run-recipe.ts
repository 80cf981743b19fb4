import { fitFace, keepFace } from "../faces/fit-face.ts";
import { trainPoints } from "../faces/points/train-points.ts";
import { trainFace } from "../faces/train-face.ts";
import { trainFaceAverage } from "../faces/train-face-average.ts";
import { fusionWays } from "../fusion/describe-fusion.ts";
import { trainFusion } from "../fusion/train-fusion.ts";
import { type AnyRecipe, isSpeechRecipe } from "../recipes/recipe.ts";
import type { Result } from "../results/result.ts";
import type { ExperimentContext } from "./experiment.ts";
import { trainRecipe } from "./train-recipe.ts";

/**
 * Runs a recipe of any task: evaluates it, stores the result, and writes its model where it names one. Of a face network
 * that learns from all pictures nothing but the weights is kept.
 *
 * @param command - What a reader types to get the same.
 * @returns The results of {@link resultIds}.
 */
export async function runRecipe(
	recipe: AnyRecipe,
	command: string,
	context: ExperimentContext,
): Promise<readonly Result[]> {
	if (isSpeechRecipe(recipe)) return [await trainRecipe(recipe, command, context)];
	switch (recipe.task) {
		case "fusion":
			return trainFusion(recipe, command, context);
		case "face-points":
			return [await trainPoints(recipe, command, context)];
		case "face-average":
			return [await trainFaceAverage(recipe, command, context)];
		default:
			if (hasFigures(recipe)) return [await trainFace(recipe, command, context)];
			await keepFace(recipe, await fitFace(recipe, context));
			context.print(
				`${recipe.weights ?? recipe.id} is trained on all pictures: it has no figures but those of the averages that it is a network of.`,
			);
			return [];
	}
}

/** Whether a recipe is judged by itself: not so a face network that learns from all pictures, for an average. */
export function hasFigures(recipe: AnyRecipe): boolean {
	return isSpeechRecipe(recipe) || recipe.task !== "face-expression" || recipe.validationShare > 0;
}

/** Under which ids a recipe stores what it is judged by. */
export function resultIds(recipe: AnyRecipe): string[] {
	if (!hasFigures(recipe)) return [];
	if (isSpeechRecipe(recipe) || recipe.task !== "fusion") return [recipe.id];
	return fusionWays(recipe).map((way) => `${recipe.id}-${way}`);
}
