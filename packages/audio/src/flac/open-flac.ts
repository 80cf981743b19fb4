import type { AudioWarning } from "../audio-clip.ts";
import type { AudioPieces } from "../audio-pieces.ts";
import { type ByteSource, chunksOf } from "../byte-source.ts";
import { type ByteWindow, createByteWindow } from "../byte-window.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import { type BitReader, createBitReader } from "./bit-reader.ts";
import { crc16 } from "./crc.ts";
import { decodeSubframe } from "./decode-subframe.ts";
import { type FrameHeader, findFrameHeader, longestHeader, readFrameHeader } from "./frame-header.ts";
import { readStreamInfo, type StreamInfo } from "./stream-info.ts";

/** Bytes that are held ahead of a frame; a longer frame is seen by its failing, and more is held then. */
const usualFrame = 1 << 16;
/** Bytes of the longest frame that is decoded: twice 8 channels of 65,536 samples of 32 bits, not compressed. */
const longestFrame = 1 << 22;

/**
 * Opens a FLAC file, whose pieces are exact (32-bit samples to the nearest float).
 *
 * Every frame is held to its checksum; one that fails, or is missing, leaves silence of its length behind and is
 * said at the end.
 *
 * @param start - Where `fLaC` stands, in bytes.
 * @throws {UndertoneError} `audio-damaged` or `audio-too-long`; pieces may throw `audio-empty`, too.
 * @see RFC 9639
 */
export async function openFlac(
	source: ByteSource,
	start: number,
	name: string,
	maxDuration: number,
): Promise<AudioPieces> {
	const info = await readStreamInfo(source, start, name);
	const { end, bitsPerSample } = info;
	const open = (): ByteWindow => createByteWindow(chunksOf(source, { from: end }), end);
	return {
		...flacPieces(info, open, name, maxDuration),
		format: { container: "flac", codec: "flac", bitsPerSample },
	};
}

/**
 * The pieces of a FLAC stream, one a frame.
 *
 * @param open - Opens a window over the stream that stands at or before `info.end`, anew every time it is called.
 * @throws {UndertoneError} `audio-too-long`, if the header announces more than `maxDuration`.
 */
export function flacPieces(
	info: StreamInfo,
	open: () => ByteWindow,
	name: string,
	maxDuration: number,
): Omit<AudioPieces, "format"> {
	const { sampleRate, totalSamples } = info;
	const check = (samples: number): void => checkDuration(name, samples / sampleRate, maxDuration);
	if (totalSamples !== null) check(totalSamples);
	return {
		sampleRate,
		announced: totalSamples,
		pieces: () => decodeFrames(info, open(), name, check),
	};
}

/** @param check - Told how many samples there are so far; throws when that is too many. */
async function* decodeFrames(
	info: StreamInfo,
	window: ByteWindow,
	name: string,
	check: (samples: number) => void,
): AsyncGenerator<Float32Array[], AudioWarning[]> {
	const scratch = createScratch(info);
	const frames = findFrames(window, info, scratch);
	let length = 0;
	let lost = 0;
	let next = await frames.next();
	for (; next.done !== true; next = await frames.next()) {
		const { blockSize, firstSample, lostBefore } = next.value;
		lost += lostBefore;
		// Where the frames before this one are lost, their place stays silent.
		const gap = firstSample - length;
		if (gap > 0 && lost > 0) {
			check(length + gap);
			yield* silence(gap, info.channels);
			length += gap;
		}
		check(length + blockSize);
		length += blockSize;
		yield scaled(scratch, blockSize, info);
	}
	if (length === 0) {
		if (next.value.lostBehind === 0 && (info.totalSamples ?? 0) === 0) throw holdsNothing(name);
		throw damaged(name, "it holds no whole FLAC frame");
	}
	return warningsOf(name, info, length, lost);
}

/**
 * Finds the whole frames of a stream and decodes each into `scratch`.
 *
 * @returns With every frame, how many bytes before it belong to none; at the end, how many follow the last.
 */
async function* findFrames(
	window: ByteWindow,
	info: StreamInfo,
	scratch: Scratch,
): AsyncGenerator<FrameHeader & { readonly lostBefore: number }, { readonly lostBehind: number }> {
	let reader = createBitReader(window.bytes);
	let held = window.bytes;
	let lost = 0;
	let offset = info.end;
	for (let ahead = usualFrame; ; ) {
		await window.hold(offset, ahead);
		if (held !== window.bytes) {
			held = window.bytes;
			reader = createBitReader(held);
		}
		const at = offset - window.start;
		if (at >= held.length) return { lostBehind: lost };
		const header = readFrameHeader(held, at, info);
		const end = header === null ? null : decodeFrame(reader, held, header, scratch);
		if (header !== null && end === null && !window.ended && ahead < longestFrame) {
			ahead = longestFrame;
			continue;
		}
		ahead = usualFrame;
		const next = end ?? skipTo(held, at + 1, info, window.ended);
		offset = window.start + next;
		if (header === null || end === null) {
			lost += next - at;
			continue;
		}
		yield { ...header, lostBefore: lost };
		lost = 0;
	}
}

/** Where the next frame may stand: at a header, at the end, or where a header may begin that is not all held. */
function skipTo(bytes: Uint8Array, from: number, info: StreamInfo, ended: boolean): number {
	const found = findFrameHeader(bytes, from, info);
	if (ended) return found ?? bytes.length;
	const whole = Math.max(from, bytes.length - longestHeader);
	return found === null ? whole : Math.min(found, whole);
}

type Scratch = readonly (Int32Array | Float64Array)[];

/** Where a frame's integers are decoded to, one array per channel. */
function createScratch({ channels, bitsPerSample }: StreamInfo): Scratch {
	// Sides have one bit more: 33 bits do not fit an Int32Array.
	const wide = bitsPerSample > 31;
	return Array.from({ length: channels }, () => (wide ? new Float64Array(65536) : new Int32Array(65536)));
}

/** The first `count` samples of every channel, in [-1, 1). */
function scaled(scratch: Scratch, count: number, { bitsPerSample }: StreamInfo): Float32Array[] {
	const scale = 2 ** (1 - bitsPerSample);
	return scratch.map((source) => {
		const out = new Float32Array(count);
		for (let i = 0; i < count; i++) out[i] = (source[i] as number) * scale;
		return out;
	});
}

function* silence(count: number, channels: number): Generator<Float32Array[]> {
	for (let left = count; left > 0; left -= 65536) {
		yield Array.from({ length: channels }, () => new Float32Array(Math.min(left, 65536)));
	}
}

/** Decodes one frame into `scratch`; the offset behind it, or null if it is not whole. */
function decodeFrame(
	reader: BitReader,
	bytes: Uint8Array,
	header: FrameHeader,
	scratch: Scratch,
): number | null {
	reader.seek(header.end);
	const { channelMode, channels, blockSize, bitsPerSample } = header;
	for (let c = 0; c < channels; c++) {
		const side =
			(channelMode === 8 && c === 1) || (channelMode === 9 && c === 0) || (channelMode === 10 && c === 1);
		const samples = scratch[c];
		if (samples === undefined) return null;
		if (!decodeSubframe(reader, samples, blockSize, bitsPerSample + (side ? 1 : 0))) return null;
	}
	const footer = reader.align();
	if (footer + 2 > bytes.length || footer + 2 - header.offset > longestFrame) return null;
	const stored = ((bytes[footer] as number) << 8) | (bytes[footer + 1] as number);
	if (crc16(bytes, header.offset, footer) !== stored) return null;
	decorrelate(channelMode, scratch, blockSize);
	return footer + 2;
}

/** Left and right from one of them, or their middle, and their difference. @see RFC 9639, section 4.2 */
function decorrelate(channelMode: number, [a, b]: Scratch, blockSize: number): void {
	if (channelMode < 8 || a === undefined || b === undefined) return;
	for (let i = 0; i < blockSize; i++) {
		const x = a[i] as number;
		const y = b[i] as number;
		if (channelMode === 8) b[i] = x - y;
		else if (channelMode === 9) a[i] = x + y;
		else {
			// The middle lost its lowest bit, which is that of the difference.
			const twice = 2 * x + (Math.abs(y) % 2);
			a[i] = (twice + y) / 2;
			b[i] = (twice - y) / 2;
		}
	}
}

function warningsOf(
	name: string,
	{ totalSamples, sampleRate }: StreamInfo,
	length: number,
	lostBytes: number,
): AudioWarning[] {
	const warnings: AudioWarning[] = [];
	const seconds = (samples: number): string => `${(samples / sampleRate).toFixed(2)} s`;
	if (lostBytes > 0) {
		const message = `${name} is damaged: ${lostBytes} bytes could not be decoded and became silence.`;
		warnings.push({ code: "damaged", message });
	}
	if (totalSamples !== null && length < totalSamples) {
		const message = `${name} is cut short: its header announces ${seconds(totalSamples)}, ${seconds(length)} could be decoded.`;
		warnings.push({ code: "truncated", message });
	} else if (totalSamples !== null && length > totalSamples) {
		const message = `The header of ${name} announces ${seconds(totalSamples)}, the file holds ${seconds(length)}: all of it was decoded.`;
		warnings.push({ code: "length-wrong", message });
	}
	return warnings;
}
