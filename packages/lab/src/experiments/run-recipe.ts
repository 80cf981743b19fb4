import { trainPoints } from "../faces/points/train-points.ts";
import { trainFace } from "../faces/train-face.ts";
import { trainFaceAverage } from "../faces/train-face-average.ts";
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
	switch (recipe.task) {
		case "face-points":
			return trainPoints(recipe, command, context);
		case "face-average":
			return trainFaceAverage(recipe, command, context);
		default:
			return trainFace(recipe, command, context);
	}
}
