import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { decodeToMono, type MonoAudio } from "@undertone/audio";
import { createFfmpegFallback } from "@undertone/audio/ffmpeg";
import { UndertoneError } from "@undertone/core";

/** Node reads no larger file at once. */
const maxBytes = 2 ** 31 - 1;

/**
 * A file decoded to mono at 16 kHz, with the user's ffmpeg for what is not decoded here.
 *
 * @param maxDuration - Seconds; longer files are refused.
 * @throws {UndertoneError} As `decodeToMono`; `file-not-found`, `file-unreadable`, `file-too-large`.
 */
export async function readAudio(path: string, maxDuration: number): Promise<MonoAudio> {
	const bytes = await read(path);
	return decodeToMono(bytes, { name: basename(path), maxDuration, fallback: createFfmpegFallback() });
}

async function read(path: string): Promise<Uint8Array> {
	try {
		const { size } = await stat(path);
		if (size > maxBytes) {
			throw new UndertoneError(
				"file-too-large",
				`"${path}" has ${(size / 1e9).toFixed(1)} GB, at most 2.1 can be read. Cut it into shorter pieces.`,
			);
		}
		const buffer = await readFile(path);
		return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		const { code } = cause as NodeJS.ErrnoException;
		throw code === "ENOENT"
			? new UndertoneError("file-not-found", `There is no file "${path}".`, { cause })
			: new UndertoneError("file-unreadable", `"${path}" cannot be read (${code ?? String(cause)}).`, {
					cause,
				});
	}
}
