import { findMpegFrame } from "./mp3/mpeg-frames.ts";

/** What a file's content looks like. */
export interface SniffedFormat {
	/** `wav`, `flac`, `mp3` and `ogg` are decoded here, `null` means not recognised. */
	readonly container: string | null;
	/** For a message: "an MP4 file", "text", "unknown binary data". */
	readonly description: string;
}

/** Recognises a file by its content, never by its name. */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
	const at = (offset: number, text: string): boolean => hasText(bytes, offset, text);
	if ((at(0, "RIFF") || at(0, "RIFX") || at(0, "RF64") || at(0, "BW64")) && at(8, "WAVE")) {
		return { container: "wav", description: "a WAV file" };
	}
	const start = skipId3(bytes);
	if (at(start, "fLaC")) return { container: "flac", description: "a FLAC file" };
	if (at(0, "OggS")) return { container: "ogg", description: "an Ogg file" };
	for (const [offset, text, container, description] of magic) {
		if (at(offset, text)) return { container, description };
	}
	if (start > 0 || findMpegFrame(bytes, 0) !== null) {
		return { container: "mp3", description: "an MP3 file" };
	}
	if (isAdts(bytes)) return { container: "aac", description: "an AAC stream" };
	if (isText(bytes)) return { container: null, description: "text" };
	return { container: null, description: "unknown binary data" };
}

/** Offset, text found there, container, description. */
const magic: readonly (readonly [number, string, string | null, string])[] = [
	[4, "ftyp", "mp4", "an MP4 file (m4a, mp4, mov)"],
	[0, "\x1aE\xdf\xa3", "webm", "a Matroska or WebM file"],
	[0, "FORM", "aiff", "an AIFF file"],
	[0, "caff", "caf", "a CAF file"],
	[0, "#!AMR", "amr", "an AMR file"],
	[0, ".snd", "au", "an AU file"],
	[0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "asf", "a Windows Media file"],
	[0, "wvpk", "wv", "a WavPack file"],
	[0, "MAC ", "ape", "a Monkey's Audio file"],
	[8, "AVI ", "avi", "an AVI file"],
	[0, "\x89PNG", null, "a PNG picture"],
	[0, "\xff\xd8\xff", null, "a JPEG picture"],
	[0, "%PDF", null, "a PDF document"],
	[0, "PK\x03\x04", null, "a ZIP archive"],
	[0, "\x1f\x8b", null, "a gzip archive"],
	[0, "MThd", null, "a MIDI file, which holds notes and no sound"],
];

/** Bytes to skip at the front: an ID3v2 tag, or 0. */
export function skipId3(bytes: Uint8Array): number {
	let start = 0;
	while (hasText(bytes, start, "ID3") && start + 10 <= bytes.length) {
		const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + ((bytes[start + i] as number) & 0x7f), 0);
		const footer = ((bytes[start + 5] as number) & 0x10) !== 0 ? 10 : 0;
		start += 10 + size + footer;
	}
	return start;
}

function hasText(bytes: Uint8Array, offset: number, text: string): boolean {
	if (offset + text.length > bytes.length) return false;
	for (let i = 0; i < text.length; i++) {
		if (bytes[offset + i] !== text.charCodeAt(i)) return false;
	}
	return true;
}

/** Two AAC frames with an ADTS header, one behind the other. */
function isAdts(bytes: Uint8Array): boolean {
	const header = (offset: number): boolean =>
		bytes[offset] === 0xff && ((bytes[offset + 1] ?? 0) & 0xf6) === 0xf0;
	if (!header(0) || bytes.length < 7) return false;
	const length =
		(((bytes[3] as number) & 3) << 11) | ((bytes[4] as number) << 3) | ((bytes[5] as number) >> 5);
	return length >= 7 && header(length);
}

/** Whether the first kilobyte is valid UTF-8 without control characters (or UTF-16 with its mark). */
function isText(bytes: Uint8Array): boolean {
	const head = bytes.subarray(0, 1024);
	if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true;
	for (const byte of head) {
		if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) return false;
	}
	// The last character may be cut in two.
	const text = new TextDecoder("utf-8").decode(head);
	return !text.slice(0, text.length - 1).includes("\ufffd");
}
