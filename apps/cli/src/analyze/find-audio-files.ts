import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UndertoneError } from "@undertone/core";

/** Endings that are taken for audio in a folder; a file named by the user may have any. */
const endings = new Set(
	".wav .wave .flac .mp3 .ogg .oga .opus .m4a .mp4 .aac .webm .mkv .mov .aif .aiff .amr .wma .au .caf .3gp".split(
		" ",
	),
);

/** A file to analyse, or a name that leads to none. */
export interface FoundFile {
	/** As it will be printed: as given, or below the folder that was given. */
	readonly file: string;
	readonly error?: UndertoneError;
}

/** The files that names stand for: files as given, folders with all audio files below them, in order of name. */
export async function findAudioFiles(names: readonly string[]): Promise<FoundFile[]> {
	const found = await Promise.all(names.map(filesOf));
	return found.flat();
}

async function filesOf(name: string): Promise<FoundFile[]> {
	const info = await stat(name).catch(() => undefined);
	if (info === undefined) {
		const error = new UndertoneError("file-not-found", `There is no file or folder "${name}".`);
		return [{ file: name, error }];
	}
	if (!info.isDirectory()) return [{ file: name }];
	const entries = await readdir(name, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile() && endings.has(extname(entry.name).toLowerCase()))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	if (files.length > 0) return files.map((file) => ({ file }));
	const message = `The folder "${name}" holds no audio file (${[...endings].slice(0, 7).join(", ")} …).`;
	return [{ file: name, error: new UndertoneError("file-not-found", message) }];
}
