import { sourceOf } from "../byte-source.ts";
import { createByteWindow } from "../byte-window.ts";
import { flacPieces } from "../flac/open-flac.ts";
import { readStreamInfo } from "../flac/stream-info.ts";
import { damaged } from "../refuse.ts";
import type { OggInput, OggPieces } from "./open-ogg.ts";

/**
 * Opens FLAC in Ogg, by putting its header and frames together as they stand in a plain FLAC file.
 *
 * @throws {UndertoneError} `audio-damaged` or `audio-too-long`; pieces may throw `audio-empty`, too.
 * @see RFC 9639, section 10.1
 */
export async function openOggFlac(input: OggInput, name: string, maxDuration: number): Promise<OggPieces> {
	const head = input.stream.firstPacket;
	if (head.length < 51) throw damaged(name, "its FLAC header is cut off");
	const streamInfo = new Uint8Array(head.subarray(9, 51));
	// The flag of the last metadata block: comments and pictures are left out.
	streamInfo[4] = (streamInfo[4] as number) | 0x80;
	const info = await readStreamInfo(sourceOf(streamInfo), 0, name);
	async function* bytes(): AsyncGenerator<Uint8Array> {
		yield streamInfo;
		let count = 0;
		for await (const { packets } of input.pages()) {
			for (const packet of packets) if (count++ > 0 && packet[0] === 0xff) yield packet;
		}
	}
	return {
		...flacPieces(info, () => createByteWindow(bytes()), name, maxDuration),
		bitsPerSample: info.bitsPerSample,
	};
}
