import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const endings = /\.(wav|wave|flac|mp3|ogg|oga|opus|m4a|aac|webm|aif|aiff|wma)$/i;

/**
 * Audio files below a folder, by their ending, in order of name.
 *
 * @returns Paths below the folder, with "/" between folders.
 */
export async function listAudio(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile() && endings.test(entry.name) && !entry.name.startsWith("."))
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
		.sort();
}
