import { crc8 } from "./crc.ts";
import type { StreamInfo } from "./stream-info.ts";

/** What stands at the front of a FLAC frame. */
export interface FrameHeader {
	readonly offset: number;
	/** Where the first subframe begins, in bytes. */
	readonly end: number;
	/** Samples per channel. */
	readonly blockSize: number;
	readonly channels: number;
	/** 0–7: independent channels; 8: left and difference; 9: difference and right; 10: middle and difference. */
	readonly channelMode: number;
	readonly bitsPerSample: number;
	/** The position of the frame's first sample in the stream. */
	readonly firstSample: number;
}

/** Bytes of the longest header, checksum included. */
export const longestHeader = 16;

/**
 * Reads a frame header, and refuses one whose rate, channels or depth are not those of the stream.
 *
 * @returns null if none stands here.
 * @see RFC 9639, section 9.1
 */
export function readFrameHeader(bytes: Uint8Array, offset: number, info: StreamInfo): FrameHeader | null {
	if (bytes[offset] !== 0xff || ((bytes[offset + 1] ?? 0) & 0xfe) !== 0xf8) return null;
	const variable = ((bytes[offset + 1] as number) & 1) === 1;
	const third = bytes[offset + 2] ?? 0;
	const fourth = bytes[offset + 3] ?? 0;
	const sizeCode = third >> 4;
	const rateCode = third & 15;
	const channelMode = fourth >> 4;
	const depth = [info.bitsPerSample, 8, 12, null, 16, 20, 24, 32][(fourth >> 1) & 7];
	if (sizeCode === 0 || rateCode === 15 || channelMode > 10 || (fourth & 1) === 1) return null;
	if (depth !== info.bitsPerSample) return null;
	const number = readCodedNumber(bytes, offset + 4);
	if (number === null) return null;
	let position = number.end;
	const bigEndian = (count: number): number => {
		let value = 0;
		for (let i = 0; i < count; i++) value = value * 256 + (bytes[position++] ?? 0);
		return value;
	};
	let blockSize: number;
	if (sizeCode === 1) blockSize = 192;
	else if (sizeCode < 6) blockSize = 576 << (sizeCode - 2);
	else if (sizeCode < 8) blockSize = bigEndian(sizeCode - 5) + 1;
	else blockSize = 256 << (sizeCode - 8);
	if (rateCode >= 12) bigEndian(rateCode === 12 ? 1 : 2);
	if (position >= bytes.length || crc8(bytes, offset, position) !== bytes[position]) return null;
	const channels = channelMode < 8 ? channelMode + 1 : 2;
	if (channels !== info.channels || blockSize > 65536) return null;
	// Streams of fixed block size count frames, of the size that STREAMINFO states (minimum = maximum).
	const firstSample = variable ? number.value : number.value * info.blockSize;
	return {
		offset,
		end: position + 1,
		blockSize,
		channels,
		channelMode,
		bitsPerSample: info.bitsPerSample,
		firstSample,
	};
}

/** The offset of the next frame header from `from` on, or null. */
export function findFrameHeader(bytes: Uint8Array, from: number, info: StreamInfo): number | null {
	for (let offset = from; offset + 6 <= bytes.length; offset++) {
		if (bytes[offset] === 0xff && readFrameHeader(bytes, offset, info) !== null) return offset;
	}
	return null;
}

/** A number of up to 36 bits, coded as UTF-8 codes characters. */
function readCodedNumber(bytes: Uint8Array, offset: number): { value: number; end: number } | null {
	const first = bytes[offset] ?? 0xff;
	if (first < 0x80) return { value: first, end: offset + 1 };
	const length = Math.clz32(~(first << 24));
	if (length < 2 || length > 7) return null;
	let value = first & (0x7f >> length);
	for (let i = 1; i < length; i++) {
		const next = bytes[offset + i] ?? 0;
		if ((next & 0xc0) !== 0x80) return null;
		value = value * 64 + (next & 0x3f);
	}
	return { value, end: offset + length };
}
