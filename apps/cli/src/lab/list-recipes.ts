import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type AnyRecipe, readRecipe } from "@undertone/lab";

/** The recipes in a folder, in order of file name. */
export async function listRecipes(folder: string): Promise<AnyRecipe[]> {
	if (!existsSync(folder)) return [];
	const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
	return Promise.all(files.map((file) => readRecipe(join(folder, file))));
}
