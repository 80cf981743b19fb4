import { readFer2013 } from "@undertone/corpora";
import type { FaceRecipe } from "./face-recipe.ts";
import { type FaceSplit, splitFaces } from "./split-faces.ts";

/** The training pictures that a recipe uses, in the part it learns from and the part it chooses by. */
export async function readFaces(recipe: FaceRecipe, data?: string): Promise<FaceSplit> {
	const { every = 1, seed, splitSeed = seed } = recipe;
	const pictures = (await readFer2013(recipe.trainOn, data)).filter((_, i) => i % every === 0);
	const test = await readFer2013([recipe.testOn], data);
	return splitFaces(pictures, test, { share: recipe.validationShare, seed: splitSeed });
}
