import { readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { UndertoneError } from "@undertone/core";
import type { Corpus, Sex, UnknownFile, Utterance } from "./corpus.ts";
import type { CorpusReader, ParsedName } from "./corpus-reader.ts";
import { findCorpusFolder, findData } from "./find-data.ts";
import { listAudio } from "./list-audio.ts";
import { parseCsv } from "./parse-csv.ts";
import { readCsvCorpus } from "./read-csv-corpus.ts";
import { cremaD } from "./readers/crema-d.ts";
import { emodb } from "./readers/emodb.ts";
import { nemo } from "./readers/nemo.ts";
import { ravdess } from "./readers/ravdess.ts";
import { tess } from "./readers/tess.ts";

/** The corpora this project knows by their official layouts. */
export const corpusReaders: readonly CorpusReader[] = [ravdess, tess, emodb, nemo, cremaD];

/**
 * Reads a corpus: one of {@link corpusReaders} by name, or any folder of labelled clips as `csv:PATH`.
 *
 * @param options - `data` is the folder of the corpora, see {@link findData}.
 * @throws {UndertoneError} `corpus-not-found` if the name or folder is unknown, `corpus-unreadable` if the
 *   folder holds no clip of the corpus.
 */
export async function readCorpus(
	name: string,
	{ data }: { readonly data?: string | undefined } = {},
): Promise<Corpus> {
	if (name.startsWith("csv:")) return readCsvCorpus(name.slice("csv:".length));
	const reader = corpusReaders.find((candidate) => candidate.aliases.includes(name.toLowerCase()));
	if (reader === undefined) {
		const known = corpusReaders.map((candidate) => candidate.aliases[0]).join(", ");
		throw new UndertoneError(
			"corpus-not-found",
			`There is no corpus "${name}", expected one of ${known}, or csv:PATH for a table of your own clips.`,
		);
	}
	return readCorpusFolder(reader, findCorpusFolder(findData(data), reader.aliases));
}

/**
 * Reads a folder as one corpus.
 *
 * @throws {UndertoneError} `corpus-unreadable` if it holds no clip of that corpus.
 */
export async function readCorpusFolder(reader: CorpusReader, folder: string): Promise<Corpus> {
	const reasons = await readExclusions(folder);
	const sexes = await readDemographics(folder);
	const utterances: Utterance[] = [];
	const unknownFiles: UnknownFile[] = [];
	const excluded: UnknownFile[] = [];
	for (const file of await listAudio(folder)) {
		const parsed = reader.parse(basename(file, extname(file)));
		const reason = reasons.get(withoutEnding(file));
		if (typeof parsed === "string") unknownFiles.push({ file, reason: parsed });
		else if (reason !== undefined) excluded.push({ file, reason });
		else {
			utterances.push({
				file,
				path: join(folder, file),
				corpus: reader.name,
				language: reader.language,
				...utteranceOf(parsed),
				sex: sexes.get(parsed.speaker) ?? parsed.sex,
			});
		}
	}
	if (utterances.length === 0) {
		throw new UndertoneError(
			"corpus-unreadable",
			`The folder "${folder}" must hold clips of ${reader.name}; ${unknownFiles[0] === undefined ? "it holds no audio file" : `none of its ${unknownFiles.length} audio files is one: ${unknownFiles[0].reason}`}.`,
		);
	}
	const complete = [...utterances, ...excluded.flatMap(({ file }) => asUtterance(reader, folder, file))];
	return {
		name: reader.name,
		folder,
		utterances,
		differences: reader.compare(complete),
		unknownFiles,
		excluded,
		licence: reader.licence,
	};
}

/** An excluded clip counts when the corpus is compared with its official numbers. */
function asUtterance(reader: CorpusReader, folder: string, file: string): Utterance[] {
	const parsed = reader.parse(basename(file, extname(file)));
	if (typeof parsed === "string") return [];
	const path = join(folder, file);
	return [{ file, path, corpus: reader.name, language: reader.language, ...utteranceOf(parsed) }];
}

/** Age and accent stand where a table of clips has them. */
function utteranceOf({
	age,
	accent,
	...parsed
}: ParsedName): Omit<Utterance, "file" | "path" | "corpus" | "language"> {
	return {
		...parsed,
		other: { ...(age === undefined ? {} : { age }), ...(accent === undefined ? {} : { accent }) },
	};
}

function withoutEnding(file: string): string {
	return file.slice(0, file.length - extname(file).length);
}

/** Reasons by file without ending, from `exclude.csv` (file, reason) if there is one. */
async function readExclusions(folder: string): Promise<Map<string, string>> {
	const text = await readFile(join(folder, "exclude.csv"), "utf8").catch(() => "");
	return new Map(parseCsv(text).map((row) => [withoutEnding(row.file ?? ""), row.reason ?? "excluded"]));
}

/** Speakers' sexes from CREMA-D's `VideoDemographics.csv`, if there is one. */
async function readDemographics(folder: string): Promise<Map<string, Sex>> {
	const text = await readFile(join(folder, "VideoDemographics.csv"), "utf8").catch(() => "");
	const sexOf = (sex: string | undefined): Sex =>
		sex?.toLowerCase() === "female" ? "female" : sex?.toLowerCase() === "male" ? "male" : "unknown";
	return new Map(parseCsv(text).map((row) => [row.ActorID ?? "", sexOf(row.Sex)]));
}
