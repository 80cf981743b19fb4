import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type AnyRecipe, readRecipe } from "@undertone/lab";

/** The recipes in `recipes/`, in order of file name. */
export async function listRecipes(): Promise<AnyRecipe[]> {
	if (!existsSync("recipes")) return [];
	const files = (await readdir("recipes")).filter((file) => file.endsWith(".json")).sort();
	return Promise.all(files.map((file) => readRecipe(join("recipes", file))));
}
