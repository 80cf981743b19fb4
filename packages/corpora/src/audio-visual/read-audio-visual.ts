import { readdir } from "node:fs/promises";
import { basename, extname, join, relative, sep } from "node:path";
import { UndertoneError } from "@undertone/core";
import type { UnknownFile, Utterance } from "../corpus.ts";
import type { CorpusReader } from "../corpus-reader.ts";
import { findCorpusFolder, findData } from "../find-data.ts";
import { cremaD } from "../readers/crema-d.ts";
import { ravdess } from "../readers/ravdess.ts";

/** A labelled clip of a person seen and heard. */
export interface AudioVisualClip extends Utterance {
	/** Absolute path of the film. */
	readonly video: string;
	/** Absolute path of its sound: a file of its own where there is one, else the film. */
	readonly audio: string;
}

/** A corpus of film and sound. */
export interface AudioVisualCorpus {
	readonly name: string;
	readonly licence: string;
	/** In order of the film's path. */
	readonly clips: readonly AudioVisualClip[];
	/** Films that are no clips of the corpus, or have no sound anywhere. */
	readonly unknownFiles: readonly UnknownFile[];
}

/** How a corpus lays out its films. */
interface FilmLayout {
	readonly reader: CorpusReader;
	/** Folders that may hold it, beside the reader's own names. */
	readonly folders: readonly string[];
	/** Names under which the sound of a film may stand as a file of its own. */
	readonly soundOf: (stem: string) => readonly string[];
	/** Whether the film itself holds the sound. */
	readonly hasSound: (stem: string) => boolean;
	/** Whether another film of the folder shows the same and more. */
	readonly isCopy: (stem: string, all: ReadonlySet<string>) => boolean;
}

/**
 * RAVDESS's first number is 01 for film with sound, 02 for film alone, 03 for sound alone: `Actor_01/01-01-03-….mp4`.
 * CREMA-D has `VideoFlash/1001_DFA_ANG_XX.flv` beside `AudioWAV/1001_DFA_ANG_XX.wav`.
 */
const layouts: readonly FilmLayout[] = [
	{
		reader: ravdess,
		folders: ["video_speech_actors_01-24", "ravdess-video"],
		soundOf: (stem) => [`03${stem.slice(2)}`],
		hasSound: (stem) => stem.startsWith("01-"),
		isCopy: (stem, all) => stem.startsWith("02-") && all.has(`01${stem.slice(2)}`),
	},
	{
		reader: cremaD,
		folders: ["crema-d-video"],
		soundOf: (stem) => [stem],
		hasSound: () => true,
		isCopy: () => false,
	},
];

const films = /\.(mp4|flv|m4v|mov|mkv|webm|avi)$/i;
const sounds = /\.(wav|flac)$/i;

/**
 * Reads a corpus of film and sound: `ravdess` or `crema-d`, as their publishers lay them out.
 *
 * Only names are read. Where a film comes both with and without its sound, the one with it is taken.
 *
 * @param options - `data` is the folder of the corpora, see {@link findData}.
 * @throws {UndertoneError} `corpus-not-found` if the name or folder is unknown, `corpus-unreadable` if the folder
 *   holds no film of the corpus.
 */
export async function readAudioVisual(
	name: string,
	{ data }: { readonly data?: string | undefined } = {},
): Promise<AudioVisualCorpus> {
	const layout = layouts.find(({ reader }) => reader.aliases.includes(name.toLowerCase()));
	if (layout === undefined) {
		const known = layouts.map(({ reader }) => reader.aliases[0]).join(", ");
		throw new UndertoneError(
			"corpus-not-found",
			`There is no corpus of film and sound "${name}", expected one of ${known}.`,
		);
	}
	const { reader, folders, soundOf, hasSound, isCopy } = layout;
	const folder = findCorpusFolder(findData(data), [...folders, ...reader.aliases]);
	const files = await listFiles(folder);
	const byStem = new Map(files.filter((file) => sounds.test(file)).map((file) => [stemOf(file), file]));
	const found = files.filter((file) => films.test(file));
	const stems = new Set(found.map(stemOf));
	const clips: AudioVisualClip[] = [];
	const unknownFiles: UnknownFile[] = [];
	for (const file of found) {
		const stem = stemOf(file);
		const parsed = reader.parse(stem);
		const own = soundOf(stem).flatMap((candidate) => byStem.get(candidate) ?? [])[0];
		if (typeof parsed === "string") unknownFiles.push({ file, reason: parsed });
		else if (isCopy(stem, stems)) continue;
		else if (own === undefined && !hasSound(stem))
			unknownFiles.push({ file, reason: `"${stem}" is a film without sound, and its sound is not there` });
		else {
			const video = join(folder, file);
			const audio = own === undefined ? video : join(folder, own);
			clips.push({
				file,
				path: audio,
				corpus: reader.name,
				language: reader.language,
				...parsed,
				other: {},
				video,
				audio,
			});
		}
	}
	if (clips.length === 0) {
		throw new UndertoneError(
			"corpus-unreadable",
			`The folder "${folder}" must hold films of ${reader.name}; ${unknownFiles[0] === undefined ? "it holds none" : `none of its ${unknownFiles.length} films is one: ${unknownFiles[0].reason}`}.`,
		);
	}
	return { name: reader.name, licence: reader.licence, clips, unknownFiles };
}

function stemOf(file: string): string {
	return basename(file, extname(file));
}

/** Paths below a folder, with "/" between folders, in order. */
async function listFiles(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile() && !entry.name.startsWith("."))
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
		.sort();
}
