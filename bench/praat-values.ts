import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeToMono, encodeWav } from "@undertone/audio";
import { readPraatTable } from "../packages/speech/src/testing/praat-reference.node.ts";

/** One clip with what Praat says about it. */
export interface PraatValues {
	readonly name: string;
	readonly signal: Float32Array;
	readonly table: Readonly<Record<string, number>>;
	contour(kind: string): readonly (readonly number[])[];
}

/** Whether `praat` is installed. */
export function hasPraat(): boolean {
	return spawnSync("praat", ["--version"]).status === 0;
}

/**
 * The stored values: of the synthetic signals, and of the clips where the folder of corpora is there.
 *
 * @param reference - A folder laid out like reference/ whose praat/contours may hold clips too.
 * @param data - The folder of corpora.
 */
export async function storedPraatValues(reference: string, data: string): Promise<PraatValues[]> {
	const of = (name: string, signal: Float32Array, table: Record<string, number>): PraatValues => ({
		name,
		signal,
		table,
		contour: (kind) => contourFile(join(reference, "praat", "contours", `${name}_${kind}.csv`)),
	});
	const values: PraatValues[] = [];
	for (const [name, table] of readPraatTable(join(reference, "praat", "signals.csv"))) {
		const { signal } = await decodeToMono(readFileSync(join(reference, "signals", `${name}.wav`)));
		values.push(of(name, signal, table));
	}
	const list = join(reference, "clips.csv");
	if (!existsSync(list)) return values;
	const tables = readPraatTable(join(reference, "praat", "clips.csv"));
	for (const line of readFileSync(list, "utf8").trim().split("\n").slice(1)) {
		const [name = "", corpus = "", file = ""] = line.split(",");
		const path = join(data, "speech", corpus, file);
		if (!existsSync(path)) continue;
		const { signal } = await decodeToMono(readFileSync(path));
		values.push(of(name, signal, tables.get(name) ?? {}));
	}
	return values;
}

/** Runs Praat on every `every`-th clip of a corpus folder. */
export async function freshPraatValues(
	folder: string,
	every: number,
	scripts: string,
): Promise<PraatValues[]> {
	const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((file) => /\.(flac|opus|wav)$/.test(file))
		.sort()
		.filter((_, i) => i % every === every >> 1);
	const values: PraatValues[] = [];
	for (const file of files) {
		const { signal } = await decodeToMono(readFileSync(join(folder, file)));
		values.push(runPraat(file.replace(/^.*\//, "").replace(/\.\w+$/, ""), signal, scripts));
	}
	return values;
}

/** Praat's values of one signal at 16,000 Hz, which is rounded to 16 bits on the way. */
export function runPraat(name: string, signal: Float32Array, scripts: string): PraatValues {
	const folder = mkdtempSync(join(tmpdir(), "undertone-praat-"));
	try {
		const rounded = signal.map((x) => Math.max(-32768, Math.min(32767, Math.round(x * 32768))) / 32768);
		const wav = join(folder, `${name}.wav`);
		writeFileSync(wav, encodeWav(rounded, 16000));
		const list = join(folder, "list.txt");
		writeFileSync(list, `${wav}\n`);
		const out = join(folder, "out");
		execFileSync("praat", ["--run", join(scripts, "praat_contours.praat"), wav, out]);
		execFileSync("praat", ["--run", join(scripts, "praat_table.praat"), list, join(folder, "t.csv"), "1"]);
		const table = readPraatTable(join(folder, "t.csv")).get(name) ?? {};
		const contours = new Map(
			["pitch_ac", "intensity", "hnr_cc", "formant_burg", "pulses"].map((kind) => [
				kind,
				contourFile(`${out}_${kind}.csv`),
			]),
		);
		return { name, signal: rounded, table, contour: (kind) => contours.get(kind) ?? [] };
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function contourFile(path: string): number[][] {
	if (!existsSync(path)) return [];
	return readFileSync(path, "utf8")
		.trim()
		.split("\n")
		.slice(1)
		.map((line) => line.split(",").map(Number));
}
