import { trainPoints } from "../faces/points/train-points.ts";
import { trainFace } from "../faces/train-face.ts";
import { type AnyRecipe, isFaceRecipe } from "../recipes/recipe.ts";
import type { Result } from "../results/result.ts";
import type { ExperimentContext } from "./experiment.ts";
import { trainRecipe } from "./train-recipe.ts";

/**
 * Runs a recipe of any task: evaluates it, stores the result, and writes its model where it names one.
 *
 * @param command - What a reader types to get the same.
 */
export function runRecipe(recipe: AnyRecipe, command: string, context: ExperimentContext): Promise<Result> {
	if (!isFaceRecipe(recipe)) return trainRecipe(recipe, command, context);
	return recipe.task === "face-points"
		? trainPoints(recipe, command, context)
		: trainFace(recipe, command, context);
}
