import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type AnyRecipe, isSpeechRecipe, type Result, readRecipe, staleFields } from "@undertone/lab";
import { findFolder } from "./find-folder.ts";

/** The recipes in a folder, in order of file name. */
export async function listRecipes(folder: string): Promise<AnyRecipe[]> {
	if (!existsSync(folder)) return [];
	const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
	return Promise.all(files.map((file) => readRecipe(join(folder, file))));
}

/** What a reader types to get the speaker-independent figure of the recipe behind a random split. */
export async function neighbourCommand(result: Result): Promise<string> {
	const folder = findFolder("recipes");
	const unheard = { ...result, split: "speaker-independent" } as const;
	const found = (await listRecipes(folder)).find(
		(recipe) => isSpeechRecipe(recipe) && staleFields(recipe, { ...unheard, id: recipe.id }).every(beside),
	);
	return found === undefined
		? `the recipe with "protocol": {"split": "speaker-independent", "folds": "speakers"} makes it`
		: `undertone train ${join(folder, found.id)}.json makes it`;
}

/** Where a recipe was chosen, and into how many folds it deals, may differ between neighbours. */
function beside(line: string): boolean {
	return /^(?:selection|folds|seed): /u.test(line);
}
