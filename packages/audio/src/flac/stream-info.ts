import type { ByteSource } from "../byte-source.ts";
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
 * @param start - Where `fLaC` stands, in bytes.
 * @throws {UndertoneError} `audio-damaged` if the file ends before the first frame, or STREAMINFO is impossible.
 * @see RFC 9639, section 8.2
 */
export async function readStreamInfo(source: ByteSource, start: number, name: string): Promise<StreamInfo> {
	const head = await source.read(start, 42);
	if (head.length < 42) throw damaged(name, "it is cut off inside its FLAC header");
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const body = 8;
	const packed = view.getUint32(body + 10);
	const sampleRate = packed >>> 12;
	const channels = ((packed >>> 9) & 7) + 1;
	const bitsPerSample = ((packed >>> 4) & 31) + 1;
	const totalSamples = (packed & 15) * 2 ** 32 + view.getUint32(body + 14);
	if (((head[4] as number) & 127) !== 0) throw damaged(name, "its FLAC header has no STREAMINFO");
	if (sampleRate < 1000) throw damaged(name, `its FLAC header announces a sample rate of ${sampleRate} Hz`);
	return {
		sampleRate,
		channels,
		bitsPerSample,
		blockSize: view.getUint16(body),
		totalSamples: totalSamples === 0 ? null : totalSamples,
		end: await skipBlocks(source, start + 4, name),
	};
}

/** Where the metadata blocks end that begin at `offset`. */
async function skipBlocks(source: ByteSource, offset: number, name: string): Promise<number> {
	for (let last = false; !last; ) {
		const [type, high, middle, low] = await source.read(offset, 4);
		if (type === undefined || high === undefined || middle === undefined || low === undefined) {
			throw damaged(name, "it is cut off inside its FLAC header");
		}
		last = (type & 128) !== 0;
		offset += 4 + high * 65536 + middle * 256 + low;
	}
	return offset;
}
