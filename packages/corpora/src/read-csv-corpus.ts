import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { type Emotion, emotions, isEmotion, UndertoneError } from "@undertone/core";
import type { Corpus, Sex, UnknownFile, Utterance } from "./corpus.ts";
import { parseCsv } from "./parse-csv.ts";

const required = ["file", "speaker", "emotion"];
const known = new Set([...required, "corpus", "sex", "language", "text_id", "sentence", "intensity"]);

/** Words that other tables use for the same labels. */
const synonyms: Readonly<Record<string, Emotion>> = {
	anger: "angry",
	happiness: "happy",
	joy: "happy",
	sadness: "sad",
	fear: "fearful",
	disgusted: "disgust",
	surprise: "surprised",
	boredom: "bored",
};

/**
 * Reads labelled clips from a table: columns `file` (relative to the table), `speaker`, `emotion`; optional
 * `corpus`, `sex`, `language`, `text_id` or `sentence`, `intensity`; any others are carried along.
 *
 * @param path - The table, or a folder with `metadata.csv` in it.
 * @throws {UndertoneError} `corpus-not-found` if there is no such table, `corpus-unreadable` if a column is
 *   missing or no row can be used.
 */
export async function readCsvCorpus(path: string): Promise<Corpus> {
	const table = locate(path);
	const folder = dirname(table);
	const rows = parseCsv(await readFile(table, "utf8"));
	const missing = required.filter((column) => rows[0] === undefined || !(column in rows[0]));
	if (missing.length > 0) {
		throw new UndertoneError(
			"corpus-unreadable",
			`The table "${path}" must have the columns ${required.join(", ")} and at least one row; ${rows.length === 0 ? "it has no rows" : `${missing.join(", ")} is missing`}.`,
		);
	}
	const excludedFiles = existsSync(join(folder, "exclude.csv"))
		? new Map(
				parseCsv(await readFile(join(folder, "exclude.csv"), "utf8")).map((row) => [
					row.file ?? "",
					row.reason ?? "",
				]),
			)
		: new Map<string, string>();
	const utterances: Utterance[] = [];
	const unknownFiles: UnknownFile[] = [];
	const excluded: UnknownFile[] = [];
	for (const row of rows) {
		const file = row.file ?? "";
		const emotion = toEmotion(row.emotion ?? "");
		const reason = excludedFiles.get(file);
		if (reason !== undefined) excluded.push({ file, reason });
		else if (emotion === undefined) unknownFiles.push({ file, reason: unknownEmotion(row.emotion ?? "") });
		else if (!existsSync(join(folder, file))) unknownFiles.push({ file, reason: "the file does not exist" });
		else if ((row.speaker ?? "") === "") unknownFiles.push({ file, reason: "the speaker is empty" });
		else utterances.push(toUtterance(row, file, folder, emotion));
	}
	if (utterances.length === 0) {
		throw new UndertoneError(
			"corpus-unreadable",
			`The table "${path}" must name at least one clip that can be used; of ${rows.length} rows none can: ${unknownFiles[0]?.file ?? ""}: ${unknownFiles[0]?.reason ?? "all are excluded"}.`,
		);
	}
	const name = utterances[0]?.corpus ?? basename(folder);
	return { name, folder, utterances, differences: [], unknownFiles, excluded, licence: "" };
}

function locate(path: string): string {
	const given = resolve(path);
	const table = statSync(given, { throwIfNoEntry: false })?.isDirectory()
		? join(given, "metadata.csv")
		: given;
	if (existsSync(table)) return table;
	throw new UndertoneError(
		"corpus-not-found",
		`csv:PATH must name a table, or a folder with metadata.csv in it, got "${path}", where there is none.`,
	);
}

function toUtterance(row: Record<string, string>, file: string, folder: string, emotion: Emotion): Utterance {
	return {
		file,
		path: join(folder, file),
		corpus: row.corpus ? row.corpus : basename(folder),
		speaker: row.speaker ?? "",
		sex: toSex(row.sex ?? ""),
		language: row.language ?? "",
		sentence: row.text_id ?? row.sentence ?? "",
		emotion,
		intensity: row.intensity ?? "",
		other: Object.fromEntries(Object.entries(row).filter(([column]) => !known.has(column))),
	};
}

function toEmotion(word: string): Emotion | undefined {
	const lower = word.trim().toLowerCase();
	return isEmotion(lower) ? lower : synonyms[lower];
}

function unknownEmotion(word: string): string {
	return `unknown emotion "${word}", expected one of ${emotions.join(", ")}`;
}

function toSex(word: string): Sex {
	const lower = word.trim().toLowerCase();
	if (lower === "female" || lower === "f") return "female";
	return lower === "male" || lower === "m" ? "male" : "unknown";
}
