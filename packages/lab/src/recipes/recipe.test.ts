import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseRecipe, readRecipe } from "./recipe.ts";

const recipes = join(import.meta.dirname, "../../../../recipes");

describe("recipes", () => {
	it.each(readdirSync(recipes).filter((file) => file.endsWith(".json")))(
		"%s is valid and named after its id",
		async (file) => {
			const recipe = await readRecipe(join(recipes, file));
			expect(`${recipe.id}.json`).toBe(file);
		},
	);

	it("names every field that is wrong", () => {
		const wrong = { id: "A B", corpora: [], labels: ["happy", "joyful"], classifiers: [{ kind: "magic" }] };
		expect(() => parseRecipe(wrong, "mine.json")).toThrow(
			/The recipe "mine\.json" is not valid\..*id: .*corpora: .*labels\.1: .*classifiers/s,
		);
	});

	it("refuses options that do not exist, instead of ignoring them", async () => {
		const recipe = await readRecipe(join(recipes, "speech.json"));
		const misspelt = { ...recipe, classifiers: [{ kind: "mlp", dropOut: 0.5 }] };
		expect(() => parseRecipe(misspelt, "mine.json")).toThrow(/dropOut/);
	});

	it("says when there is no recipe, or no JSON", async () => {
		await expect(readRecipe(join(recipes, "none.json"))).rejects.toThrow(
			/There must be a recipe at .*none\.json/,
		);
		await expect(readRecipe(join(import.meta.dirname, "recipe.ts"))).rejects.toThrow(/must be JSON/);
	});
});
