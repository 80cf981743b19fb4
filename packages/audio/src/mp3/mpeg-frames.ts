import { type ByteSource, chunksOf } from "../byte-source.ts";
import { type ByteWindow, createByteWindow } from "../byte-window.ts";

/** One frame of MPEG audio. */
export interface MpegFrame {
	/** Bytes from the start of the file. */
	readonly offset: number;
	/** Bytes, header included. */
	readonly length: number;
	/** 1, 2 or 3. */
	readonly layer: number;
	/** Hz. */
	readonly sampleRate: number;
	readonly channels: 1 | 2;
	/** Samples per channel. */
	readonly samples: number;
	/** MPEG-2 or 2.5: half the side information of MPEG-1. */
	readonly lowRate: boolean;
}

/** Where a stream of frames stands in a file. */
export interface MpegFrames {
	/** How many. */
	readonly count: number;
	readonly first: MpegFrame;
	/** Whether any but the first has two channels. */
	readonly stereo: boolean;
	/** Runs of frames that follow each other: from which byte to which. */
	readonly runs: readonly { readonly from: number; readonly to: number }[];
	/** Bytes between frames that belong to none. */
	readonly lostBytes: number;
	/** Whether the last frame runs past the end of the file; that frame is not counted. */
	readonly truncated: boolean;
}

/** How far into a file the first frame is looked for: players skip leading junk too, but not for ever. */
const searchLimit = 65_536;
/** Bytes of three frames of the longest kind (layer II, 160 kbit/s at 8 kHz), rounded up. */
const threeFrames = 1 << 14;

/** How many bytes {@link findMpegFrame} looks at. */
export const mpegSearchLength = searchLimit + threeFrames;

/**
 * Finds the frames of an MPEG audio stream (layers I, II, III; MPEG-1, 2 and 2.5; not free format).
 *
 * @param from - Where to start, in bytes.
 * @returns null if there is no such stream.
 * @see ISO/IEC 11172-3 (1993), 2.4.1.3 and 2.4.2.3
 */
export async function findMpegFrames(source: ByteSource, from: number): Promise<MpegFrames | null> {
	const window = createByteWindow(chunksOf(source, { from }), from);
	await window.hold(from, mpegSearchLength);
	const begin = findMpegFrame(window.bytes, 0);
	if (begin === null) return null;
	const first = { ...begin, offset: from + begin.offset };
	const runs: { from: number; to: number }[] = [];
	let count = 0;
	let stereo = false;
	let lostBytes = 0;
	let truncated = false;
	for (let { offset } = first; ; ) {
		await window.hold(offset, threeFrames);
		const at = offset - window.start;
		if (at + 4 > window.bytes.length) break;
		const frame = readHeader(window.bytes, at);
		if (frame !== null && sameStream(frame, first)) {
			if (at + frame.length > window.bytes.length) {
				truncated = true;
				break;
			}
			const run = runs[runs.length - 1];
			if (run?.to === offset) run.to += frame.length;
			else runs.push({ from: offset, to: offset + frame.length });
			if (count > 0 && frame.channels === 2) stereo = true;
			count++;
			offset += frame.length;
			continue;
		}
		if (isTag(window.bytes, at)) break;
		const next = await resume(window, offset + 1, first);
		if (next === null) break;
		lostBytes += next - offset;
		offset = next;
	}
	return { count, first, stereo, runs, lostBytes, truncated };
}

/**
 * The first frame of a stream; three must follow each other before it is believed, fewer are enough where the bytes
 * begin with one and end with them.
 *
 * @param bytes - `mpegSearchLength` of them from `from` on, fewer where the file ends.
 */
export function findMpegFrame(bytes: Uint8Array, from: number): MpegFrame | null {
	const end = Math.min(bytes.length - 4, from + searchLimit);
	for (let offset = from; offset <= end; offset++) {
		if (bytes[offset] !== 0xff) continue;
		const frame = readHeader(bytes, offset);
		if (frame === null) continue;
		const run = runLength(bytes, frame, 3);
		if (run.count >= 3 || (offset === from && run.count >= 1 && run.atEnd)) return frame;
	}
	return null;
}

/** How many frames of one stream follow each other from here, and whether the file ends with them. */
function runLength(bytes: Uint8Array, first: MpegFrame, limit: number): { count: number; atEnd: boolean } {
	let offset = first.offset;
	let count = 0;
	while (count < limit) {
		if (offset >= bytes.length - 3) return { count, atEnd: count > 0 };
		const frame = readHeader(bytes, offset);
		if (frame === null || !sameStream(frame, first)) return { count, atEnd: isTag(bytes, offset) };
		count++;
		offset += frame.length;
	}
	return { count, atEnd: false };
}

/** Where two frames of the stream follow each other again, in bytes of the file. */
async function resume(window: ByteWindow, from: number, first: MpegFrame): Promise<number | null> {
	for (let offset = from; ; ) {
		await window.hold(offset, threeFrames);
		const { bytes, start, ended } = window;
		const end = ended ? bytes.length - 4 : bytes.length - threeFrames;
		for (let at = offset - start; at <= end; at++) {
			if (bytes[at] !== 0xff) continue;
			const frame = readHeader(bytes, at);
			if (frame === null || !sameStream(frame, first)) continue;
			if (runLength(bytes, frame, 2).count >= 2) return start + at;
		}
		if (ended) return null;
		offset = start + end + 1;
	}
}

function sameStream(a: MpegFrame, b: MpegFrame): boolean {
	return a.layer === b.layer && a.sampleRate === b.sampleRate && a.samples === b.samples;
}

/** ID3v1, APE and Lyrics3 tags stand behind the last frame. */
function isTag(bytes: Uint8Array, offset: number): boolean {
	const text = String.fromCharCode(...bytes.subarray(offset, offset + 8));
	return text.startsWith("TAG") || text === "APETAGEX" || text.startsWith("LYRICS");
}

const baseRates = [44100, 48000, 32000];
/** kbit/s by index 1 … 14: MPEG-1 layers I, II, III; MPEG-2 layer I; MPEG-2 layers II and III. */
const bitrates = [
	[32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
	[32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
	[32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
	[32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
	[8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];

function readHeader(bytes: Uint8Array, offset: number): MpegFrame | null {
	if (bytes[offset] !== 0xff) return null;
	const second = bytes[offset + 1] ?? 0;
	const third = bytes[offset + 2] ?? 0;
	if ((second & 0xe0) !== 0xe0) return null;
	const version = (second >> 3) & 3;
	const layer = 4 - ((second >> 1) & 3);
	const baseRate = baseRates[(third >> 2) & 3];
	if (version === 1 || layer === 4 || baseRate === undefined) return null;
	const lowRate = version !== 3;
	const table = lowRate ? (layer === 1 ? 3 : 4) : layer - 1;
	const bitrate = bitrates[table]?.[(third >> 4) - 1];
	if (bitrate === undefined) return null;
	const sampleRate = version === 3 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
	const samples = layer === 1 ? 384 : layer === 3 && lowRate ? 576 : 1152;
	const padding = (third >> 1) & 1;
	const slot = layer === 1 ? 4 : 1;
	const length = (Math.floor(((samples / 8 / slot) * bitrate * 1000) / sampleRate) + padding) * slot;
	const channels = (bytes[offset + 3] ?? 0) >> 6 === 3 ? 1 : 2;
	return { offset, length, layer, sampleRate, channels, samples, lowRate };
}
