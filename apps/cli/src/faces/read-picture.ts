import { UndertoneError } from "@undertone/core";
import type { RgbaImage } from "@undertone/face";
import sharp from "sharp";

/** A picture made small enough to be analysed. */
export interface ReadPicture {
	readonly image: RgbaImage;
	/** Size as it is seen, after turning by its EXIF orientation. */
	readonly width: number;
	readonly height: number;
	/** Pixels of the original for one of `image`. */
	readonly scale: number;
}

/** Longer sides are made smaller: faces of a thirtieth of this are still found. */
const longestSide = 2560;
/** Pixels a picture may have. */
const mostPixels = 200_000_000;

/**
 * Reads a JPEG, PNG, WebP, GIF (its first frame), AVIF or TIFF, turned as its EXIF orientation says, on grey where it
 * is transparent.
 *
 * JPEG and WebP have no checksums: damage after which the data still reads as a picture of this size cannot be told.
 *
 * @throws {UndertoneError} `file-unreadable` if it is no such picture or damaged, `file-too-large`.
 */
export async function readPicture(path: string): Promise<ReadPicture> {
	try {
		// libjpeg only warns of damaged data and paints grey over it; ordinary oddities (a broken colour profile or EXIF
		// block, bytes after the end) raise no warning.
		const options = { limitInputPixels: mostPixels, failOn: "warning", sequentialRead: true } as const;
		const { autoOrient } = await sharp(path, options).metadata();
		const { data, info } = await sharp(path, options)
			.autoOrient()
			.resize({ width: longestSide, height: longestSide, fit: "inside", withoutEnlargement: true })
			.flatten({ background: "#808080" })
			.toColourspace("srgb")
			.ensureAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		const image = { width: info.width, height: info.height, data: new Uint8Array(data) };
		const { width, height } = autoOrient;
		return { image, width, height, scale: width / info.width };
	} catch (cause) {
		throw explain(cause, path);
	}
}

function explain(cause: unknown, path: string): UndertoneError {
	const message = cause instanceof Error ? (cause.message.split("\n")[0] as string) : String(cause);
	if (/pixel limit/i.test(message)) {
		return new UndertoneError(
			"file-too-large",
			`"${path}" has more than ${mostPixels / 1e6} million pixels. Make it smaller.`,
			{ cause },
		);
	}
	return new UndertoneError(
		"file-unreadable",
		`"${path}" must be a whole picture (JPEG, PNG, WebP, GIF …), but: ${message.replace(/\.$/, "")}.`,
		{ cause },
	);
}
