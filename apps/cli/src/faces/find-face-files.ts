import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UndertoneError } from "@undertone/core";

const pictures = new Set(".jpg .jpeg .png .webp .gif .avif .tif .tiff .bmp".split(" "));
const videos = new Set(".mp4 .m4v .mov .webm .mkv .avi .mpg .mpeg .mts .ogv .3gp .wmv .flv".split(" "));

/** A picture or video, or a name that leads to none. */
export interface FaceFile {
	/** As it will be printed: as given, or below the folder that was given. */
	readonly file: string;
	/** By its ending; a file of another ending is tried as a picture, then as a video. */
	readonly kind: "picture" | "video" | "unknown";
	readonly error?: UndertoneError;
}

/** The files that names stand for: files as given, folders with all pictures and videos below them, in order of name. */
export async function findFaceFiles(names: readonly string[]): Promise<FaceFile[]> {
	const found = await Promise.all(names.map(filesOf));
	return found.flat();
}

async function filesOf(name: string): Promise<FaceFile[]> {
	const info = await stat(name).catch(() => undefined);
	if (info === undefined) {
		const error = new UndertoneError("file-not-found", `There is no file or folder "${name}".`);
		return [{ file: name, kind: "unknown", error }];
	}
	if (!info.isDirectory()) return [{ file: name, kind: kindOf(name) }];
	const entries = await readdir(name, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => entry.isFile() && kindOf(entry.name) !== "unknown")
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	if (files.length > 0) return files.map((file) => ({ file, kind: kindOf(file) }));
	const error = new UndertoneError("file-not-found", `The folder "${name}" holds no picture and no video.`);
	return [{ file: name, kind: "unknown", error }];
}

function kindOf(name: string): FaceFile["kind"] {
	const ending = extname(name).toLowerCase();
	if (pictures.has(ending)) return "picture";
	return videos.has(ending) ? "video" : "unknown";
}
