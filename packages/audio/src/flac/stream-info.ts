import { damaged } from "../refuse.ts";

/** The first metadata block of a FLAC file. */
export interface StreamInfo {
	/** Hz. */
	readonly sampleRate: number;
	readonly channels: number;
	readonly bitsPerSample: number;
	/** Samples per channel of every frame but the last, where the stream's frames are of one size. */
	readonly blockSize: number;
	/** Per channel, null when the encoder did not know. */
	readonly totalSamples: number | null;
	/** Where the first frame may stand, in bytes. */
	readonly end: number;
}

/**
 * Reads STREAMINFO and passes over the other metadata blocks.
 *
 * @throws {UndertoneError} `audio-damaged` if the file ends before the first frame, or STREAMINFO is impossible.
 * @see RFC 9639, section 8.2
 */
export function readStreamInfo(bytes: Uint8Array, start: number, name: string): StreamInfo {
	if (start + 42 > bytes.length) throw damaged(name, "it is cut off inside its FLAC header");
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const body = start + 8;
	const packed = view.getUint32(body + 10);
	const sampleRate = packed >>> 12;
	const channels = ((packed >>> 9) & 7) + 1;
	const bitsPerSample = ((packed >>> 4) & 31) + 1;
	const totalSamples = (packed & 15) * 2 ** 32 + view.getUint32(body + 14);
	if (((bytes[start + 4] as number) & 127) !== 0) throw damaged(name, "its FLAC header has no STREAMINFO");
	if (sampleRate < 1000) throw damaged(name, `its FLAC header announces a sample rate of ${sampleRate} Hz`);
	let offset = start + 4;
	for (let last = false; !last; ) {
		if (offset + 4 > bytes.length) throw damaged(name, "it is cut off inside its FLAC header");
		last = ((bytes[offset] as number) & 128) !== 0;
		offset += 4 + (view.getUint32(offset) & 0xffffff);
	}
	return {
		sampleRate,
		channels,
		bitsPerSample,
		blockSize: view.getUint16(body),
		totalSamples: totalSamples === 0 ? null : totalSamples,
		end: offset,
	};
}
