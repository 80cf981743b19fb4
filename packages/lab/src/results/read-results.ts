import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Emotion, UndertoneError } from "@undertone/core";
import { parseCsv } from "@undertone/corpora";
import type { Result, StoredPrediction } from "./result.ts";

/** All stored results, in order of id. */
export async function readResults(folder: string): Promise<Result[]> {
	if (!existsSync(folder)) return [];
	const entries = await readdir(folder, { withFileTypes: true });
	const ids = entries
		.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "result.json")))
		.map((entry) => entry.name)
		.sort();
	return Promise.all(ids.map((id) => readResult(folder, id)));
}

/**
 * One stored result.
 *
 * @throws {UndertoneError} `file-not-found` if there is none of that id.
 */
export async function readResult(folder: string, id: string): Promise<Result> {
	const text = await readFile(join(folder, id, "result.json"), "utf8").catch((cause: unknown) => {
		throw new UndertoneError(
			"file-not-found",
			`There must be a stored result "${id}" in "${folder}", and there is none.`,
			{
				cause,
			},
		);
	});
	return JSON.parse(text) as Result;
}

/** The predictions behind a stored result. */
export async function readPredictions(folder: string, id: string): Promise<StoredPrediction[]> {
	const { labels } = await readResult(folder, id);
	const rows = parseCsv(await readFile(join(folder, id, "predictions.csv"), "utf8"));
	return rows.map((row) => ({
		file: row.file ?? "",
		corpus: row.corpus ?? "",
		speaker: row.speaker ?? "",
		fold: row.fold ?? "",
		repeat: Number(row.repeat),
		actual: row.actual as Emotion,
		predicted: row.predicted as Emotion,
		scores: labels.map((label) => Number(row[`score_${label}`])),
	}));
}
