import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { isEmotion, type Matrix, UndertoneError, zeros } from "@undertone/core";
import { parseCsv, type Utterance } from "@undertone/corpora";
import { getFeatureSet } from "@undertone/speech";

/** Clips whose features were computed before. */
export interface ReadTable {
	readonly utterances: readonly Utterance[];
	/** A row an utterance, in the columns of the feature set. */
	readonly x: Matrix;
	/** Of each row's numbers: two clips of the same sound have the same. */
	readonly hashes: readonly string[];
}

/**
 * Reads a table that `undertone features corpus NAME --out x.csv` wrote; columns that the feature set does not name are
 * left aside.
 *
 * @param set - Feature set with its version.
 * @throws {UndertoneError} `file-not-found`, or `file-unreadable` if a column is missing or a row has no label.
 */
export async function readFeatureTable(path: string, set: string): Promise<ReadTable> {
	const text = await readFile(path, "utf8").catch((cause: unknown) => {
		throw new UndertoneError("file-not-found", `There must be a table at "${path}", and there is none.`, {
			cause,
		});
	});
	// The magic bytes of Parquet and NumPy.
	if (/^(PAR1|.NUMPY)/.test(text)) {
		throw new UndertoneError(
			"file-unreadable",
			`"${path}" must be a CSV, and is ${text.startsWith("PAR1") ? "Parquet" : "a NumPy array"}. Write the table with undertone features corpus NAME --set ${set} --out x.csv.`,
		);
	}
	const rows = parseCsv(text);
	const refuse = (what: string): UndertoneError =>
		new UndertoneError(
			"file-unreadable",
			`The table "${path}" must be one that undertone features corpus NAME --set ${set} --out wrote, but ${what}.`,
		);
	const [first] = rows;
	if (first === undefined) throw refuse("it has no rows");
	const names = getFeatureSet(set).features.map(({ name }) => name);
	const missing = ["file", "corpus", "speaker", "emotion", ...names].filter((name) => !(name in first));
	if (missing.length > 0) {
		throw refuse(
			`it lacks ${missing.length === 1 ? "the column" : `${missing.length} columns, such as`} ${missing[0]}`,
		);
	}
	const x = zeros(rows.length, names.length);
	const utterances = rows.map((row, r): Utterance => {
		const emotion = row.emotion ?? "";
		if (!isEmotion(emotion))
			throw refuse(`the emotion of ${row.file} is "${emotion}", which is none it knows`);
		for (const [c, name] of names.entries()) {
			const value = row[name] ?? "";
			x.data[r * names.length + c] = value === "" ? Number.NaN : Number(value);
		}
		return {
			file: row.file ?? "",
			path: "",
			corpus: row.corpus ?? "",
			speaker: row.speaker ?? "",
			sex: row.sex === "female" || row.sex === "male" ? row.sex : "unknown",
			language: row.language ?? "",
			sentence: row.sentence ?? "",
			emotion,
			intensity: row.intensity ?? "",
			other: {},
		};
	});
	const hashes = utterances.map((_, r) =>
		createHash("sha256")
			.update(names.map((name) => rows[r]?.[name] ?? "").join())
			.digest("hex"),
	);
	return { utterances, x, hashes };
}
