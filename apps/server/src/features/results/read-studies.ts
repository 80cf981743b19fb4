import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
	conditionRowSchema,
	damageRowSchema,
	intensityRowSchema,
	profileRowSchema,
	type Studies,
} from "@undertone/api";
import { parseCsv } from "@undertone/corpora";
import type { z } from "zod";
import { countColumn } from "./count-column.ts";

type Line = Readonly<Record<string, string>>;
type Missing = Studies["missing"][number];

/** Begins the names of folders of recipes in other conditions. */
const ofConditions = "conditions-";

/**
 * The stored tables that are no results of a recipe: other conditions, profiles, damaged networks, levels of acting.
 *
 * @param folder - Of stored results.
 * @returns What could be read; a table that is missing or damaged is named with what is wrong, and the others stand.
 */
export async function readStudies(folder: string): Promise<Studies> {
	const missing: Missing[] = [];
	const read = async <T extends z.ZodType>(id: string, schema: T, fields: (line: Line) => unknown) => {
		const source = { table: `${id}/table.csv`, command: `undertone reproduce ${id}` };
		const rows = rowsOf(await textOf(join(folder, source.table)), schema, fields);
		if (typeof rows !== "string") return { ...source, rows };
		missing.push({ ...source, problem: rows });
		return null;
	};
	const ledger = await textOf(join(folder, "ledger.csv")).then((text) => parseCsv(text ?? ""));
	const conditions: Studies["conditions"] = [];
	for (const name of await conditionFolders(folder)) {
		const study = await read(name, conditionRowSchema, conditionFields);
		const opened = ledger.findLast(({ id = "" }) => id.startsWith(`${name}/`));
		if (study === null) continue;
		const predictions = (await textOf(join(folder, name, "predictions.csv"))) ?? "";
		conditions.push({
			...study,
			id: name.slice(ofConditions.length),
			corpora: opened?.corpora?.split("+") ?? [],
			classifier: opened?.classifier ?? "",
			features: opened?.features ?? "",
			classes: countColumn(predictions, "actual").size,
		});
	}
	const profile = await read("profile", profileRowSchema, profileFields);
	const damaged = await read("damaged", damageRowSchema, damageFields);
	const intensity = await read("intensity", intensityRowSchema, intensityFields);
	return { conditions, profile, damaged, intensity, missing };
}

async function conditionFolders(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	return entries
		.filter((entry) => entry.isDirectory() && entry.name.startsWith(ofConditions))
		.map(({ name }) => name)
		.sort();
}

/** Undefined where there is none. */
function textOf(path: string): Promise<string | undefined> {
	return readFile(path, "utf8").catch(() => undefined);
}

/** The rows of a table, or a sentence saying what is wrong. */
function rowsOf<T extends z.ZodType>(
	text: string | undefined,
	schema: T,
	fields: (line: Line) => unknown,
): z.output<T>[] | string {
	if (text === undefined) return "The table is not there.";
	const lines = parseCsv(text);
	if (lines.length === 0) return "The table is empty.";
	const rows: z.output<T>[] = [];
	for (const [i, line] of lines.entries()) {
		const parsed = schema.safeParse(fields(line));
		if (!parsed.success) {
			const path = parsed.error.issues[0]?.path.join(".") ?? "";
			return `Line ${i + 2} of the table cannot be read: its ${path} is not what it should be.`;
		}
		rows.push(parsed.data);
	}
	return rows;
}

function conditionFields(line: Line) {
	return {
		name: line.condition,
		kind: line.kind,
		n: number(line.predictions),
		uar: metric(line, "uar"),
		accuracy: metric(line, "accuracy"),
	};
}

function profileFields(line: Line) {
	return {
		corpus: line.corpus,
		way: line.way,
		clips: number(line.clips),
		refused: number(line.draws_refused),
		uar: metric(line, "uar"),
		without: number(line.uar_without),
		gain: metric(line, "gain"),
	};
}

function damageFields(line: Line) {
	return {
		model: line.model,
		corpus: line.corpus,
		n: number(line.n),
		harm: line.harm,
		level: number(line.level),
		draws: number(line.draws),
		uar: number(line.uar),
		least: number(line.uar_least),
		greatest: number(line.uar_greatest),
		accuracy: number(line.accuracy),
	};
}

function intensityFields(line: Line) {
	return { emotion: line.emotion, n: number(line.n), uar: metric(line, "uar") };
}

function metric(line: Line, name: string) {
	return {
		value: number(line[name]),
		low: number(line[`${name}_low`]),
		high: number(line[`${name}_high`]),
	};
}

/** NaN, which no schema takes, where there is none. */
function number(text = ""): number {
	return text.trim() === "" ? Number.NaN : Number(text);
}
