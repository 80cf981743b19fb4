import { join } from "node:path";
import { describeRecipe } from "../experiments/describe-recipe.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { TestedImportance } from "./test-importance.ts";

/** Stores `ID/importance.csv`, which the report of the result shows; the test parts were opened, as the ledger says. */
export async function storeImportance(
	folder: string,
	recipe: Recipe,
	{ corpora, uar, importances }: TestedImportance,
): Promise<void> {
	const lines = importances.map(({ family, features, decrease }) =>
		[family, features, ...[decrease.value, decrease.low, decrease.high].map((v) => v.toFixed(5))].join(","),
	);
	const text = ["family,features,decrease,low,high", ...lines].join("\n");
	await writeAtomically(join(folder, recipe.id, "importance.csv"), `${text}\n`);
	await appendToLedger(folder, {
		...describeRecipe(recipe),
		id: `importance/${recipe.id}`,
		corpora,
		features: recipe.features,
		metrics: { uar },
		date: new Date().toISOString(),
	});
}
