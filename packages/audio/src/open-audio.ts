import type { AudioPieces } from "./audio-pieces.ts";
import type { ByteSource } from "./byte-source.ts";
import type { DecodeOptions } from "./decode-audio.ts";
import { mpegSearchLength } from "./mp3/mpeg-frames.ts";
import { openCompressed } from "./open-compressed.ts";
import { nameOf } from "./refuse.ts";
import { skipId3, sniffFormat } from "./sniff-format.ts";
import { openWav } from "./wav/open-wav.ts";

/** Bytes up to which an ID3 tag, with the picture in it, is passed over. */
const longestTag = 1 << 24;

/**
 * Opens an audio file that is too long to be held: WAV, FLAC, MP3, Ogg Vorbis, Ogg Opus and Ogg FLAC.
 *
 * Its pieces, one behind the other, are what {@link decodeAudio} gives at once, and so are refusals and warnings: but for
 * WAV, `decodeAudio` joins these pieces.
 *
 * @param source - The file.
 * @param options - As for `decodeAudio`.
 * @returns null for what only `decodeAudio`, which sees the whole file, mends, refuses or hands to its fallback.
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 */
export async function openAudio(
	source: ByteSource,
	{ name, maxDuration = Number.POSITIVE_INFINITY }: Omit<DecodeOptions, "fallback"> = {},
): Promise<AudioPieces | null> {
	const head = await readHead(source);
	if (head === null) return null;
	const { container } = sniffFormat(head);
	const file = { container, start: skipId3(head), name: nameOf(name), maxDuration };
	return container === "wav" ? openWav(source, file) : openCompressed(source, file);
}

/** As many bytes as are looked at to know a format, behind an ID3 tag; null where that is too long. */
async function readHead(source: ByteSource): Promise<Uint8Array | null> {
	for (let start = 0; start <= longestTag; ) {
		const head = await source.read(0, Math.min(source.size, start + mpegSearchLength));
		const behind = skipId3(head);
		if (behind === start || head.length === source.size) return head;
		start = behind;
	}
	return null;
}
