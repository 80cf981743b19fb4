import { decodeFlac } from "../flac/decode-flac.ts";
import { damaged } from "../refuse.ts";
import type { DecodedStream } from "./decode-ogg.ts";
import type { OggStream } from "./read-ogg.ts";

/**
 * Decodes FLAC in Ogg, by putting its header and frames together as they stand in a plain FLAC file.
 *
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 * @see RFC 9639, section 10.1
 */
export function decodeOggFlac(stream: OggStream, name: string, maxDuration: number): DecodedStream {
	const head = stream.packets[0] as Uint8Array;
	if (head.length < 51) throw damaged(name, "its FLAC header is cut off");
	const streamInfo = new Uint8Array(head.subarray(9, 51));
	// The flag of the last metadata block: comments and pictures are left out.
	streamInfo[4] = (streamInfo[4] as number) | 0x80;
	const frames = stream.packets.slice(1).filter((packet) => packet[0] === 0xff);
	const bytes = new Uint8Array(streamInfo.length + frames.reduce((sum, frame) => sum + frame.length, 0));
	bytes.set(streamInfo);
	let offset = streamInfo.length;
	for (const frame of frames) {
		bytes.set(frame, offset);
		offset += frame.length;
	}
	const { format, ...clip } = decodeFlac(bytes, 0, name, maxDuration);
	return { ...clip, bitsPerSample: format.bitsPerSample };
}
