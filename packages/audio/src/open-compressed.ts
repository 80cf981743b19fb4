import type { AudioPieces } from "./audio-pieces.ts";
import type { ByteSource } from "./byte-source.ts";
import { finitePieces } from "./finite-pieces.ts";
import { openFlac } from "./flac/open-flac.ts";

/** What is known of a file before it is opened. */
export interface CompressedFile {
	/** What `sniffFormat` says. */
	readonly container: string | null;
	/** Bytes that an ID3 tag takes at the front. */
	readonly start: number;
	/** How messages call the file. */
	readonly name: string;
	/** Seconds. */
	readonly maxDuration: number;
}

/**
 * Opens a FLAC, MP3 or Ogg file.
 *
 * @returns null for any other.
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`, and so do its pieces.
 */
export async function openCompressed(
	source: ByteSource,
	{ container, start, name, maxDuration }: CompressedFile,
): Promise<AudioPieces | null> {
	if (container === "flac") return openFlac(source, start, name, maxDuration);
	// The WebAssembly decoders are loaded when a file needs them: a page that never sees an MP3 file never fetches one.
	if (container === "mp3") {
		const { openMp3 } = await import("./mp3/open-mp3.ts");
		return finitePieces(await openMp3(source, start, name, maxDuration), name);
	}
	if (container === "ogg") {
		const { openOgg } = await import("./ogg/open-ogg.ts");
		const opened = await openOgg(source, name, maxDuration);
		return opened === null ? null : finitePieces(opened, name);
	}
	return null;
}
