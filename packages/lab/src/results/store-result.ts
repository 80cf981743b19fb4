import { join } from "node:path";
import { writeAtomically } from "../write-atomically.ts";
import { appendToLedger } from "./append-to-ledger.ts";
import { csvField } from "./csv-field.ts";
import { measure } from "./measure.ts";
import type { Result, StoredPrediction } from "./result.ts";

/** All of a result but what is computed from its predictions. */
export type ResultDescription = Omit<Result, "absent" | "n" | "metrics" | "intervals" | "date">;

/**
 * Stores `ID/predictions.csv` and, computed from just these rows, `ID/result.json`, and appends the run to
 * `ledger.csv`.
 *
 * @param folder - Usually `results`.
 */
export async function storeResult(
	folder: string,
	description: ResultDescription,
	predictions: readonly StoredPrediction[],
): Promise<Result> {
	const rounded = predictions.map((row) => ({
		...row,
		scores: row.scores.map((score) => Math.round(score * 1e4) / 1e4),
	}));
	const { metrics, intervals } = measure(rounded, description.labels);
	const {
		id,
		command,
		corpora,
		trainedOn,
		sources,
		split,
		adaptation,
		classifier,
		features,
		labels,
		folds,
		selection,
	} = description;
	const { seed, trainSeconds, caveat, notes } = description;
	const absent = labels.filter((label) => !predictions.some(({ actual }) => actual === label));
	const repeats = new Set(predictions.map((row) => row.repeat)).size;
	const result: Result = {
		id,
		command,
		corpora,
		...(trainedOn === undefined ? {} : { trainedOn }),
		...(sources === undefined ? {} : { sources }),
		split,
		adaptation,
		classifier,
		features,
		labels,
		...(absent.length === 0 ? {} : { absent }),
		folds,
		selection,
		n: Math.round(predictions.length / repeats),
		metrics,
		intervals,
		seed,
		trainSeconds: Math.round(trainSeconds * 10) / 10,
		date: new Date().toISOString(),
		...(caveat === undefined ? {} : { caveat }),
		...(notes === undefined ? {} : { notes }),
	};
	await writeAtomically(join(folder, id, "predictions.csv"), predictionsCsv(rounded, labels));
	await writeAtomically(join(folder, id, "result.json"), `${JSON.stringify(result, null, "\t")}\n`);
	await appendToLedger(folder, result);
	return result;
}

function predictionsCsv(predictions: readonly StoredPrediction[], labels: readonly string[]): string {
	const heading = [
		"file",
		"corpus",
		"speaker",
		"fold",
		"repeat",
		"actual",
		"predicted",
		...labels.map((l) => `score_${l}`),
	];
	const rows = predictions.map((row) =>
		[
			csvField(row.file),
			csvField(row.corpus),
			csvField(row.speaker),
			csvField(row.fold),
			row.repeat,
			row.actual,
			row.predicted,
			...row.scores.map((score) => score.toFixed(4)),
		].join(","),
	);
	return `${[heading.join(","), ...rows].join("\n")}\n`;
}
