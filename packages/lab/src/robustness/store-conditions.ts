import { join } from "node:path";
import { describeBlend } from "../fit/classifier.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { appendToLedger } from "../results/append-to-ledger.ts";
import { csvField } from "../results/csv-field.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { ConditionResult } from "./test-conditions.ts";

/**
 * Stores `conditions-ID/table.csv`, a line a condition, and `conditions-ID/predictions.csv`, from which each line can
 * be computed again; each is an opening in the ledger.
 *
 * @param folder - Usually `results`.
 */
export async function storeConditions(
	folder: string,
	recipe: Recipe,
	results: readonly ConditionResult[],
): Promise<void> {
	const heading = "condition,kind,predictions,uar,uar_low,uar_high,accuracy,accuracy_low,accuracy_high";
	const lines = results.map(({ condition, predictions, uar, accuracy }) =>
		[
			condition.name,
			condition.kind,
			predictions.length,
			...[uar, accuracy].flatMap(({ value, low, high }) => [value, low, high]),
		].join(","),
	);
	const columns = ["condition", "file", "corpus", "speaker", "fold", "repeat", "actual", "predicted"];
	const rows = results.flatMap(({ condition, predictions }) =>
		predictions.map((row) =>
			[
				condition.name,
				csvField(row.file),
				csvField(row.corpus),
				csvField(row.speaker),
				csvField(row.fold),
				row.repeat,
				row.actual,
				row.predicted,
			].join(","),
		),
	);
	const to = join(folder, `conditions-${recipe.id}`);
	await writeAtomically(join(to, "table.csv"), `${[heading, ...lines].join("\n")}\n`);
	await writeAtomically(join(to, "predictions.csv"), `${[columns.join(","), ...rows].join("\n")}\n`);
	for (const { condition, uar, accuracy, predictions } of results) {
		await appendToLedger(folder, {
			date: new Date().toISOString(),
			id: `conditions-${recipe.id}/${condition.name}`,
			corpora: [...new Set(predictions.map(({ corpus }) => corpus))],
			split: recipe.protocol.split,
			adaptation: { k: 0, ...recipe.adaptation },
			classifier: describeBlend(recipe),
			features: recipe.features,
			selection: recipe.selection,
			metrics: { uar, accuracy },
		});
	}
}
