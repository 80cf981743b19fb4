import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";
import { describeRecipe } from "../experiments/describe-recipe.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { TestedImportance } from "./test-importance.ts";

/** A line of `importance.csv`: decrease of the UAR with its 95 % interval. */
export interface StoredImportance {
	readonly family: string;
	readonly features: number;
	readonly decrease: number;
	readonly low: number;
	readonly high: number;
}

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

/** What was stored, or nothing. */
export async function readImportance(folder: string, id: string): Promise<StoredImportance[]> {
	const text = await readFile(join(folder, id, "importance.csv"), "utf8").catch(() => "");
	return parseCsv(text).map((row) => ({
		family: row.family ?? "",
		features: Number(row.features),
		decrease: Number(row.decrease),
		low: Number(row.low),
		high: Number(row.high),
	}));
}
