import { join, resolve } from "node:path";
import { UndertoneError } from "@undertone/core";
import { readCorpus, type Utterance } from "@undertone/corpora";
import { findAudioFiles } from "../analyze/find-audio-files.ts";

/** A file to extract features of, with the words that stand beside it in a table. */
export interface LabelledFile {
	readonly file: string;
	readonly path: string;
	/** In the order of `FilesToExtract.labels`, without the file itself. */
	readonly labels: readonly string[];
	readonly error?: UndertoneError;
}

/** What the command line named. */
export interface FilesToExtract {
	/** Names of the columns of words behind `file`. */
	readonly labels: readonly string[];
	readonly files: readonly LabelledFile[];
}

/**
 * Files, folders, or `corpus NAME`, whose clips come with speaker, sex, emotion and sentence.
 *
 * @throws {UndertoneError} `usage` without a name, and as `readCorpus`.
 */
export async function findTasks(
	positionals: readonly string[],
	data: string | undefined,
): Promise<FilesToExtract> {
	const [first, name, ...more] = positionals;
	if (first === undefined) {
		throw new UndertoneError(
			"usage",
			"features: name a file, a folder, or corpus NAME. See undertone features --help.",
		);
	}
	if (first === "corpus" && name !== undefined && more.length === 0) return corpusFiles(name, data);
	const files = await findAudioFiles(positionals);
	return { labels: [], files: files.map((found) => ({ ...found, path: resolve(found.file), labels: [] })) };
}

async function corpusFiles(name: string, data: string | undefined): Promise<FilesToExtract> {
	const corpus = await readCorpus(name, { data });
	const others = [...new Set(corpus.utterances.flatMap(({ other }) => Object.keys(other)))].sort();
	const fixed = ["corpus", "speaker", "sex", "language", "emotion", "intensity", "sentence"] as const;
	const labelsOf = (utterance: Utterance): string[] => [
		...fixed.map((key) => utterance[key]),
		...others.map((key) => utterance.other[key] ?? ""),
	];
	return {
		labels: [
			...fixed,
			...others.map((key) => ((fixed as readonly string[]).includes(key) ? `other_${key}` : key)),
		],
		files: corpus.utterances.map((utterance) => ({
			file: utterance.file,
			path: utterance.path ?? join(corpus.folder, utterance.file),
			labels: labelsOf(utterance),
		})),
	};
}
