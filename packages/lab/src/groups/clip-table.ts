import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { parseCsv, type Utterance } from "@undertone/corpora";
import { csvField } from "../results/csv-field.ts";
import { writeAtomically } from "../write-atomically.ts";

/** Median F0 in hertz by {@link keyOf} a clip; NaN where nothing is voiced. */
export type ClipTable = ReadonlyMap<string, number>;

/** The table's name in the folder of results. */
export const clipTableName = "clips.csv";

const heading = "corpus,file,median_f0_hz";

/**
 * Reads `results/clips.csv`: the median F0 of clips, so that groups can be told by it where no audio is.
 *
 * @returns Empty if there is no table; a line without a number is left out.
 */
export async function readClipTable(path: string): Promise<ClipTable> {
	const table = new Map<string, number>();
	for (const { corpus, file, median_f0_hz: f0 } of await readLines(path)) {
		if (corpus === undefined || file === undefined || f0 === undefined) continue;
		const hertz = f0 === "" ? Number.NaN : Number(f0);
		if (hertz > 0 || f0 === "") table.set(keyOf(corpus, file), hertz);
	}
	return table;
}

/** The median F0 of a clip by the table; undefined where it is not there, or nothing is voiced. */
export function f0Of(table: ClipTable, corpus: string, file: string): number | undefined {
	const hertz = table.get(keyOf(corpus, file));
	return hertz === undefined || Number.isNaN(hertz) ? undefined : hertz;
}

/**
 * Puts clips into the table in place of the lines of their corpora; other corpora's lines stay.
 *
 * @param medianF0 - Hertz, one a clip; NaN is stored as nothing.
 */
export async function storeClipTable(
	path: string,
	clips: readonly Pick<Utterance, "corpus" | "file">[],
	medianF0: readonly number[],
): Promise<void> {
	const renewed = new Set(clips.map(({ corpus }) => corpus));
	const kept = (await readLines(path))
		.filter(({ corpus = "" }) => !renewed.has(corpus))
		.map(({ corpus = "", file = "", median_f0_hz: f0 = "" }) => ({ corpus, file, f0 }));
	const added = clips.map(({ corpus, file }, i) => {
		const hertz = medianF0[i] ?? Number.NaN;
		return { corpus, file, f0: Number.isNaN(hertz) ? "" : hertz.toFixed(1) };
	});
	const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
	const lines = [...kept, ...added]
		.sort((a, b) => compare(a.corpus, b.corpus) || compare(a.file, b.file))
		.map(({ corpus, file, f0 }) => [csvField(corpus), csvField(file), f0].join(","));
	await writeAtomically(path, `${[heading, ...lines].join("\n")}\n`);
}

async function readLines(path: string): Promise<Record<string, string>[]> {
	return parseCsv(await readFile(path, "utf8").catch(() => ""));
}

/** Corpus and file without its ending: the same clip in another container has the same. */
function keyOf(corpus: string, file: string): string {
	return `${corpus}/${file.slice(0, file.length - extname(file).length)}`;
}
