import { extname } from "node:path";
import { UndertoneError } from "@undertone/core";
import { cacheFolder } from "@undertone/corpora";
import { type FeatureSet, featureSets } from "@undertone/speech";
import { chooseSets } from "../features/choose-sets.ts";
import type { FileFeatures } from "../features/extract-file.ts";
import { extractFiles } from "../features/extract-files.ts";
import { findTasks, type LabelledFile } from "../features/find-tasks.ts";
import { joined, rowBlocks } from "../features/row-blocks.ts";
import { featureNames, type TableHeader, type TableRows, type TableWriter } from "../features/table.ts";
import { toRecord } from "../features/to-record.ts";
import { createCsvWriter } from "../features/write-csv.ts";
import { createJsonWriter } from "../features/write-json.ts";
import { createNpyWriter } from "../features/write-npy.ts";
import { createParquetWriter } from "../features/write-parquet.ts";
import { writeTextGrid } from "../features/write-text-grid.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "acoustic features of files as a table",
	usage: "features FILE|DIR…|corpus NAME --set NAME[,NAME] [options]",
	options: {
		set: { type: "string", value: "NAME[,NAME]", description: "the feature sets; --list names them" },
		frames: { type: "boolean", description: "a row a frame instead of a row a clip" },
		out: {
			type: "string",
			value: "FILE",
			description: "write a table: .csv, .json, .parquet or .npy; .TextGrid",
		},
		json: { type: "boolean", description: "one line of JSON a file, in the order given" },
		list: { type: "boolean", description: "every set and feature with unit and source" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
	},
	examples: [
		"undertone features interview.wav --set undertone --json",
		"undertone features recordings/ --set undertone,prosody --out features.csv",
		"undertone features corpus ravdess --set undertone --out ravdess.parquet",
		"undertone features clip.wav --set logmel --frames --out clip.npy",
		"undertone features clip.wav --set praat --frames --out contours.csv",
		"undertone features clip.wav --out clip.TextGrid",
		"undertone features --list",
	],
	notes: [
		"A table of a corpus has columns for speaker, sex, emotion and sentence; undertone train --features takes it.",
		"An array (.npy) comes with a second file, .files.csv, that says which rows belong to which clip.",
		"A TextGrid holds speech and pauses, syllable nuclei and glottal pulses of one file, for Praat; it needs no set.",
		"Everything is resampled to the rate of its set (16 kHz, s1-mfcc40 22.05 kHz) first; see docs/features/use.md.",
		"What is computed is kept in the cache: an interrupted run goes on where it stopped.",
	],
	run: async ({ positionals, options, terminal, environment, signal }) => {
		if (options.list === true) {
			listSets(terminal, options.json === true);
			return 0;
		}
		if (options.out !== undefined && /\.textgrid$/i.test(options.out)) {
			const { files } = await findTasks(positionals, options.data);
			terminal.warn(`wrote ${await writeTextGrid(options.out, files)}`);
			return 0;
		}
		const sets = chooseSets(wantedSets(options.set), options.frames === true);
		if (options.out === undefined && options.json !== true) {
			throw new UndertoneError("usage", "features: say where the table goes, --out FILE or --json.");
		}
		const found = await findTasks(positionals, options.data);
		const names = featureNames(sets);
		const header = { labels: ["file", ...found.labels], numbers: numbersOf(sets), features: names };
		const writer = options.out === undefined ? null : await createWriter(options.out, header, sets);
		const print = options.json === true ? (line: string): void => terminal.print(line) : null;
		const counts = { done: 0, failed: 0 };
		const progress =
			found.files.length > 1
				? terminal.progress({ label: "Extracting", total: found.files.length, unit: "files" })
				: undefined;
		const cache = cacheFolder({ ...environment });
		const tasks = found.files
			.filter(({ error }) => error === undefined)
			.map(({ file, path }) => ({ file, path, sets: sets.map(({ id }) => id), cache }));
		const results = extractFiles(tasks, { signal, onProgress: (done) => (counts.done = done) });
		try {
			for (const entry of found.files) {
				const result = entry.error === undefined ? await nextResult(results) : failure(entry);
				progress?.clear();
				if ("error" in result) {
					counts.failed++;
					if (print !== null) print(JSON.stringify(result));
					else terminal.warn(`${result.file}: ${result.error.message}`);
				} else {
					const rows = toRows(entry, result, sets);
					await writer?.write(rows);
					for (const warning of result.warnings) terminal.warn(`${result.file}: ${warning}`);
					const [first] = sets as [FeatureSet];
					if (print !== null) {
						const values = await joined(rows.blocks(), rows.rows * names.length);
						print(JSON.stringify(toRecord(result.file, result.duration, first, names, values)));
					}
				}
				progress?.update(counts.done);
			}
			for (const path of (await writer?.finish()) ?? []) terminal.warn(`wrote ${path}`);
		} catch (error) {
			await writer?.abandon();
			throw error;
		} finally {
			progress?.finish();
			await results.return(undefined);
		}
		if (counts.failed > 0 && found.files.length > 1) {
			terminal.warn(`${counts.failed} of ${found.files.length} files could not be read.`);
		}
		return counts.failed > 0 ? 1 : 0;
	},
});

function wantedSets(option: string | undefined): string[] {
	const names = (option ?? "").split(",").map((name) => name.trim());
	const wanted = names.filter((name) => name !== "");
	if (wanted.length > 0) return wanted;
	const known = featureSets().map(({ id }) => id);
	throw new UndertoneError("usage", `features: name a set with --set, one of ${known.join(", ")}.`);
}

function numbersOf(sets: readonly FeatureSet[]): string[] {
	if (sets[0]?.kind !== "frames") return ["duration"];
	// Praat's frames and pulses have their times among their features.
	return sets.some(({ ownTimes }) => ownTimes) ? ["frame"] : ["frame", "time"];
}

async function createWriter(
	path: string,
	header: TableHeader,
	sets: readonly FeatureSet[],
): Promise<TableWriter> {
	const ending = extname(path).toLowerCase();
	if (ending === ".csv") return createCsvWriter(path, header);
	if (ending === ".json") return createJsonWriter(path, header, sets[0] as FeatureSet);
	if (ending === ".parquet") return createParquetWriter(path, header);
	if (ending !== ".npy") {
		throw new UndertoneError(
			"usage",
			`features: --out must end in .csv, .json, .parquet or .npy, got "${path}".`,
		);
	}
	if (sets.length > 1) {
		throw new UndertoneError(
			"usage",
			`features: an .npy file holds one set, got ${sets.length}. Name one, or write .csv.`,
		);
	}
	return createNpyWriter(path, header);
}

async function nextResult(results: AsyncGenerator<FileFeatures>): Promise<FileFeatures> {
	const { value, done } = await results.next();
	if (done === true) throw new UndertoneError("cancelled", "interrupted.");
	return value;
}

function failure({ file, error }: LabelledFile): FileFeatures {
	return { file, error: { code: error?.code ?? "file-unreadable", message: error?.message ?? "" } };
}

/** The values of all sets side by side; sets of frames may differ by a frame at the end, which is left out. */
function toRows(
	{ file, labels }: LabelledFile,
	{ duration, sets: results }: Extract<FileFeatures, { sets: unknown }>,
	sets: readonly FeatureSet[],
): TableRows {
	const rows = results.reduce((fewest, { rows: n }) => Math.min(fewest, n), Number.POSITIVE_INFINITY);
	const entries = results.map(({ path }, s) => ({ path, columns: sets[s]?.features.length ?? 0 }));
	const [first] = sets;
	const step = first?.hopLength == null ? 0 : first.hopLength / first.sampleRate;
	return {
		labels: [file, ...labels],
		duration,
		rows,
		numbersOf: (row) => {
			if (first?.kind !== "frames") return [duration];
			return sets.some(({ ownTimes }) => ownTimes) ? [row] : [row, row * step];
		},
		blocks: () => rowBlocks(entries, rows),
	};
}

function listSets(terminal: Terminal, json: boolean): void {
	for (const { id, kind, sampleRate, hopLength, features } of featureSets()) {
		if (json) {
			terminal.print(JSON.stringify({ id, kind, sampleRate, hopLength, features }));
			continue;
		}
		const frames = hopLength === null ? "a row a pulse" : `a row every ${hopLength} samples`;
		const what = kind === "frames" ? frames : "a row a clip";
		terminal.print(terminal.style("bold", `${id}: ${features.length} features at ${sampleRate} Hz, ${what}`));
		const width = Math.max(...features.map(({ name }) => name.length));
		for (const { name, unit, source, description } of features) {
			terminal.print(`  ${name.padEnd(width)}  ${unit.padEnd(9)}  ${source.padEnd(18)}  ${description}`);
		}
		terminal.print();
	}
}
