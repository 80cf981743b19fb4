import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Emotion, emotions, UndertoneError } from "@undertone/core";
import sharp from "sharp";
import { findData } from "../find-data.ts";
import { parseCsv } from "../parse-csv.ts";

/** The ten FER+ columns, in their order. */
export const ferPlusVotes = [
	"neutral",
	"happiness",
	"surprise",
	"sadness",
	"anger",
	"disgust",
	"fear",
	"contempt",
	"unknown",
	"NF",
] as const;

/** One picture of FER2013. */
export interface FacePicture {
	/** `Training/17`: its part and its row in the original csv. */
	readonly file: string;
	readonly usage: string;
	/** FER2013's own label. */
	readonly emotion: Emotion;
	/** How many of ten people chose each of {@link ferPlusVotes}; all 0 where nobody was asked. */
	readonly votes: readonly number[];
	/** Grey values, 48 × 48, row by row. */
	readonly pixels: Uint8Array;
	/** Equal for exact copies. */
	readonly hash: string;
}

/** Width and height of a picture. */
const side = 48;

/**
 * Reads FER2013 with the FER+ votes: mosaics of 48 × 48 grey pixels and `labels.csv`, in a folder
 * `face/fer2013` (or `fer2013`) of the data folder.
 *
 * @param usages - Parts wanted, such as `Training`; a part that is not named is not opened.
 * @throws {UndertoneError} `corpus-not-found` if the folder is missing; `file-unreadable` if a mosaic or a label is not
 *   what it must be.
 * @see Goodfellow et al. (2013), arXiv:1307.0414; Barsoum et al. (2016), doi:10.1145/2993148.2993165
 */
export async function readFer2013(usages: readonly string[], data?: string): Promise<FacePicture[]> {
	const folder = findFaces(data);
	const rows = parseCsv(await readFile(join(folder, "labels.csv"), "utf8"));
	const wanted = rows.filter((row) => usages.includes(row.usage ?? ""));
	const mosaics = new Map<string, { readonly data: Buffer; readonly width: number }>();
	for (const name of new Set(wanted.map((row) => row.image ?? ""))) {
		mosaics.set(name, await readMosaic(join(folder, `${name}.png`)));
	}
	return wanted.map((row) => {
		const mosaic = mosaics.get(row.image ?? "") as { data: Buffer; width: number };
		const file = `${row.usage}/${row.index}`;
		if (!isEmotion(row.emotion)) {
			throw new UndertoneError(
				"file-unreadable",
				`labels.csv must name an emotion for every picture, but ${file} has "${row.emotion}".`,
			);
		}
		const pixels = new Uint8Array(side * side);
		const left = Number(row.column) * side;
		const top = Number(row.row) * side;
		for (let y = 0; y < side; y++) {
			const start = (top + y) * mosaic.width + left;
			pixels.set(mosaic.data.subarray(start, start + side), y * side);
		}
		return {
			file,
			usage: row.usage ?? "",
			emotion: row.emotion,
			votes: ferPlusVotes.map((name) => Number(row[name] ?? 0)),
			pixels,
			hash: createHash("sha256").update(pixels).digest("hex"),
		};
	});
}

function findFaces(data?: string): string {
	const base = findData(data);
	const candidates = [join(base, "fer2013"), join(base, "face/fer2013"), join(base, "../face/fer2013")];
	const found = candidates.find((folder) => existsSync(join(folder, "labels.csv")));
	if (found !== undefined) return found;
	throw new UndertoneError(
		"corpus-not-found",
		`FER2013 must lie in a folder face/fer2013 beside the speech corpora, with its labels.csv; there is none near "${base}". docs/corpora.md says where to get it.`,
	);
}

async function readMosaic(path: string): Promise<{ data: Buffer; width: number }> {
	try {
		const { data, info } = await sharp(path).greyscale().raw().toBuffer({ resolveWithObject: true });
		return { data, width: info.width };
	} catch (cause) {
		throw new UndertoneError("file-unreadable", `The mosaic "${path}" must be a whole PNG, and is not.`, {
			cause,
		});
	}
}

function isEmotion(value: string | undefined): value is Emotion {
	return (emotions as readonly (string | undefined)[]).includes(value);
}
