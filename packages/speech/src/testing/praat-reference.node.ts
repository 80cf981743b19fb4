import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPcm16 } from "./reference.node.ts";

const folder = join(import.meta.dirname, "../../../../reference");

/** What Praat 6.3 gave for one synthetic signal (made by reference/make). */
export interface PraatReference {
	readonly name: string;
	readonly signal: Float32Array;
	/** The row of the table, by column; NaN where undefined. */
	readonly table: Readonly<Record<string, number>>;
	/** Rows of a contour file, without its heading. */
	contour(kind: "pitch_ac" | "intensity" | "hnr_cc" | "formant_burg" | "pulses"): number[][];
}

/** The synthetic signals at 16,000 Hz with Praat's values. */
export function praatReferences(): PraatReference[] {
	const table = readPraatTable(join(folder, "praat", "signals.csv"));
	return readdirSync(join(folder, "signals"))
		.filter((file) => file.endsWith(".wav"))
		.map((file) => {
			const name = file.replace(".wav", "");
			return {
				name,
				signal: readPcm16(readFileSync(join(folder, "signals", file))),
				table: table.get(name) ?? {},
				contour: (kind) => readCsv(join(folder, "praat", "contours", `${name}_${kind}.csv`)).slice(1),
			};
		});
}

/** Rows of a table of Praat's values, by the name in the first column. */
export function readPraatTable(path: string): Map<string, Record<string, number>> {
	const [heading = [], ...rows] = readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.map((line) => line.split(","));
	return new Map(
		rows.map((row) => [
			row[0] ?? "",
			Object.fromEntries(heading.map((column, i) => [column, Number(row[i])])),
		]),
	);
}

function readCsv(path: string): number[][] {
	if (!existsSync(path)) return [];
	return readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.map((line) => line.split(",").map(Number));
}
