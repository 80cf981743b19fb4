import type { ByteSource } from "../byte-source.ts";
import { crc8, crc16 } from "../flac/crc.ts";

/** What {@link makeFlac} writes. */
export interface FlacParts {
	/** Frames of `blockSize` samples. */
	readonly frames: number;
	/** A power of two between 256 and 32,768. */
	readonly blockSize?: number;
	readonly sampleRate?: number;
	/** What the header announces, where it is not the truth; 0 for "not known". */
	readonly announced?: number;
}

const headerLength = 42;

/**
 * A FLAC file of noise, mono, 16 bits, not compressed, put together by hand for tests. Its frames are made when they are
 * read, so that it may be of any length.
 *
 * @see RFC 9639
 */
export function makeFlac({
	frames,
	blockSize = 4096,
	sampleRate = 16_000,
	announced = frames * blockSize,
}: FlacParts): ByteSource {
	// Four bytes, the number in seven, checksum, kind of subframe, samples, checksum.
	const frameLength = 4 + 7 + 1 + 1 + 2 * blockSize + 2;
	const header = makeHeader({ blockSize, sampleRate, announced });
	const size = headerLength + frames * frameLength;
	return {
		size,
		read: async (offset, length) => {
			const out = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
			if (offset < headerLength) out.set(header.subarray(offset, offset + out.length));
			const first = Math.max(0, Math.floor((offset - headerLength) / frameLength));
			for (let f = first; headerLength + f * frameLength < offset + out.length; f++) {
				const frame = makeFrame(f, blockSize, frameLength);
				const at = headerLength + f * frameLength - offset;
				out.set(frame.subarray(Math.max(0, -at), Math.max(0, out.length - at)), Math.max(0, at));
			}
			return out;
		},
	};
}

function makeHeader({ blockSize, sampleRate, announced }: Required<Omit<FlacParts, "frames">>): Uint8Array {
	const bytes = new Uint8Array(headerLength);
	const view = new DataView(bytes.buffer);
	bytes.set([0x66, 0x4c, 0x61, 0x43, 0x80, 0, 0, 34]);
	view.setUint16(8, blockSize);
	view.setUint16(10, blockSize);
	view.setUint32(18, (sampleRate << 12) | (15 << 4));
	view.setUint32(22, announced);
	return bytes;
}

function makeFrame(number: number, blockSize: number, frameLength: number): Uint8Array {
	const bytes = new Uint8Array(frameLength);
	const view = new DataView(bytes.buffer);
	bytes.set([0xff, 0xf8, Math.log2(blockSize) << 4, 4 << 1]);
	// The longest form of a coded number, which is allowed to begin with zeros here.
	bytes[4] = 0xfe;
	for (let i = 0; i < 6; i++) bytes[5 + i] = 0x80 | ((number >>> (6 * (5 - i))) & 0x3f);
	bytes[11] = crc8(bytes, 0, 11);
	bytes[12] = 1 << 1;
	let state = number + 1;
	for (let i = 0; i < blockSize; i++) {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		view.setInt16(13 + 2 * i, state >>> 16);
	}
	view.setUint16(frameLength - 2, crc16(bytes, 0, frameLength - 2));
	return bytes;
}
