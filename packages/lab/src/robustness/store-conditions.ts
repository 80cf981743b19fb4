import { join } from "node:path";
import type { Recipe } from "../recipes/recipe.ts";
import { csvField } from "../results/csv-field.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { ConditionResult } from "./test-conditions.ts";

/**
 * Stores `conditions-ID/table.csv`, a line a condition, and `conditions-ID/predictions.csv`, from which each line can
 * be computed again.
 *
 * @param folder - Usually `results`.
 */
export async function storeConditions(
	folder: string,
	{ id, labels }: Recipe,
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
				...row.scores.map((score) => score.toFixed(4)),
			].join(","),
		),
	);
	const to = join(folder, `conditions-${id}`);
	await writeAtomically(join(to, "table.csv"), `${[heading, ...lines].join("\n")}\n`);
	const scores = labels.map((label) => `score_${label}`);
	await writeAtomically(
		join(to, "predictions.csv"),
		`${[[...columns, ...scores].join(","), ...rows].join("\n")}\n`,
	);
}
