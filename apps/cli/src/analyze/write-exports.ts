import { mkdir, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { UndertoneError } from "@undertone/core";
import {
	type AnalysisSource,
	type SpeechAnalysis,
	toCsv,
	toElan,
	toTextGrid,
	toWebVtt,
} from "@undertone/recognize";

/** Formats of `--export` with their endings. */
const formats: Readonly<
	Record<
		string,
		{ readonly ending: string; readonly write: (analysis: SpeechAnalysis, source: AnalysisSource) => string }
	>
> = {
	textgrid: { ending: ".TextGrid", write: toTextGrid },
	webvtt: { ending: ".vtt", write: toWebVtt },
	elan: {
		ending: ".eaf",
		write: (analysis, source) => toElan(analysis, { ...source, date: new Date().toISOString() }),
	},
	csv: { ending: ".csv", write: toCsv },
};

/** Writes exports of analyses into a folder, never two under one name. */
export interface ExportWriter {
	/** @returns The paths written. */
	write(analysis: SpeechAnalysis, source: AnalysisSource): Promise<string[]>;
}

/**
 * @param wanted - Names of formats.
 * @param folder - Created if absent.
 * @throws {UndertoneError} `usage` if a format is unknown.
 */
export function createExportWriter(wanted: readonly string[], folder: string): ExportWriter {
	const chosen = wanted.map((name) => {
		const format = formats[name.toLowerCase()];
		if (format !== undefined) return format;
		throw new UndertoneError(
			"usage",
			`--export: there is no format "${name}", expected one of ${Object.keys(formats).join(", ")}.`,
		);
	});
	const taken = new Set<string>();
	return {
		write: async (analysis, source) => {
			if (chosen.length === 0) return [];
			await mkdir(folder, { recursive: true });
			const stem = basename(source.file, extname(source.file));
			const paths: string[] = [];
			for (const { ending, write } of chosen) {
				let path = join(folder, `${stem}${ending}`);
				for (let n = 2; taken.has(path); n++) path = join(folder, `${stem}-${n}${ending}`);
				taken.add(path);
				await writeFile(path, write(analysis, source));
				paths.push(path);
			}
			return paths;
		},
	};
}
