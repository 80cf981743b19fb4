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
	readonly frames: readonly MpegFrame[];
	/** Bytes between frames that belong to none. */
	readonly lostBytes: number;
	/** Whether the last frame runs past the end of the file; that frame is not listed. */
	readonly truncated: boolean;
}

/** How far into a file the first frame is looked for: players skip leading junk too, but not for ever. */
const searchLimit = 65_536;

/**
 * Finds the frames of an MPEG audio stream (layers I, II, III; MPEG-1, 2 and 2.5; not free format).
 *
 * @param from - Where to start, in bytes.
 * @param minimum - How many frames must follow each other before the first is believed; fewer are enough where
 * the file begins with one and ends with them.
 * @returns null if there is no such stream.
 * @see ISO/IEC 11172-3 (1993), 2.4.1.3 and 2.4.2.3
 */
export function findMpegFrames(bytes: Uint8Array, from: number, minimum: number): MpegFrames | null {
	const first = findFirst(bytes, from, minimum);
	if (first === null) return null;
	const frames: MpegFrame[] = [];
	let offset = first.offset;
	let lostBytes = 0;
	let truncated = false;
	while (offset + 4 <= bytes.length) {
		const frame = readHeader(bytes, offset);
		if (frame !== null && sameStream(frame, first)) {
			if (offset + frame.length > bytes.length) {
				truncated = true;
				break;
			}
			frames.push(frame);
			offset += frame.length;
			continue;
		}
		if (isTag(bytes, offset)) break;
		const next = resume(bytes, offset + 1, first);
		if (next === null) break;
		lostBytes += next - offset;
		offset = next;
	}
	return { frames, lostBytes, truncated };
}

function findFirst(bytes: Uint8Array, from: number, minimum: number): MpegFrame | null {
	const end = Math.min(bytes.length - 4, from + searchLimit);
	for (let offset = from; offset <= end; offset++) {
		if (bytes[offset] !== 0xff) continue;
		const frame = readHeader(bytes, offset);
		if (frame === null) continue;
		const run = runLength(bytes, frame, minimum);
		if (run.count >= minimum || (offset === from && run.count >= 1 && run.atEnd)) return frame;
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

function resume(bytes: Uint8Array, from: number, first: MpegFrame): number | null {
	for (let offset = from; offset + 4 <= bytes.length; offset++) {
		if (bytes[offset] !== 0xff) continue;
		const frame = readHeader(bytes, offset);
		if (frame === null || !sameStream(frame, first)) continue;
		if (runLength(bytes, frame, 2).count >= 2) return offset;
	}
	return null;
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
