import type { AudioClip, AudioWarning } from "../audio-clip.ts";
import { checkDuration, damaged, holdsNothing } from "../refuse.ts";
import { createBitReader } from "./bit-reader.ts";
import { crc16 } from "./crc.ts";
import { decodeSubframe } from "./decode-subframe.ts";
import { type FrameHeader, findFrameHeader, readFrameHeader } from "./frame-header.ts";
import { readStreamInfo, type StreamInfo } from "./stream-info.ts";

/**
 * Decodes a FLAC file, exactly (32-bit samples to the nearest float).
 *
 * Every frame is held to its checksum; one that fails, or is missing, leaves silence of its length behind and is
 * said in `warnings`.
 *
 * @param start - Where `fLaC` stands, in bytes.
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 * @see RFC 9639
 */
export function decodeFlac(bytes: Uint8Array, start: number, name: string, maxDuration: number): AudioClip {
	const info = readStreamInfo(bytes, start, name);
	const { sampleRate, bitsPerSample, totalSamples } = info;
	if (totalSamples !== null) checkDuration(name, totalSamples / sampleRate, maxDuration);
	const output = createOutput(info, bytes.length);
	const damage = decodeFrames(bytes, info, output, (samples) =>
		checkDuration(name, samples / sampleRate, maxDuration),
	);
	const length = output.length();
	if (length === 0) {
		if (bytes.length <= info.end && (totalSamples ?? 0) === 0) throw holdsNothing(name);
		throw damaged(name, "it holds no whole FLAC frame");
	}
	return {
		channels: output.channels(),
		sampleRate,
		duration: length / sampleRate,
		format: { container: "flac", codec: "flac", bitsPerSample },
		warnings: warningsOf(name, info, length, damage),
	};
}

/**
 * @param check - Told how many samples there are so far; throws when that is too many.
 * @returns Bytes that belong to no whole frame, before the last frame and after it.
 */
function decodeFrames(
	bytes: Uint8Array,
	info: StreamInfo,
	output: Output,
	check: (samples: number) => void,
): { inside: number; behind: number } {
	const reader = createBitReader(bytes);
	const lost = { inside: 0, behind: 0 };
	let offset = info.end;
	while (offset < bytes.length) {
		const header = readFrameHeader(bytes, offset, info);
		const end = header === null ? null : decodeFrame(reader, bytes, header, output.scratch);
		if (header === null || end === null) {
			const next = findFrameHeader(bytes, offset + 1, info);
			lost.behind += (next ?? bytes.length) - offset;
			if (next === null) break;
			offset = next;
			continue;
		}
		// Where the frames before this one are lost, their place stays silent.
		const gap = header.firstSample - output.length();
		if (gap > 0 && lost.inside + lost.behind > 0) {
			check(output.length() + gap);
			output.silence(gap);
		}
		check(output.length() + header.blockSize);
		output.push(header.blockSize);
		lost.inside += lost.behind;
		lost.behind = 0;
		offset = end;
	}
	return lost;
}

/** Decodes one frame into `scratch`; the offset behind it, or null if it is not whole. */
function decodeFrame(
	reader: ReturnType<typeof createBitReader>,
	bytes: Uint8Array,
	header: FrameHeader,
	scratch: readonly (Int32Array | Float64Array)[],
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
	if (footer + 2 > bytes.length) return null;
	const stored = ((bytes[footer] as number) << 8) | (bytes[footer + 1] as number);
	if (crc16(bytes, header.offset, footer) !== stored) return null;
	decorrelate(channelMode, scratch, blockSize);
	return footer + 2;
}

/** Left and right from one of them, or their middle, and their difference. @see RFC 9639, section 4.2 */
function decorrelate(
	channelMode: number,
	[a, b]: readonly (Int32Array | Float64Array)[],
	blockSize: number,
): void {
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

interface Output {
	/** Where a frame's integers are decoded to, one array per channel. */
	readonly scratch: readonly (Int32Array | Float64Array)[];
	push(count: number): void;
	silence(count: number): void;
	length(): number;
	channels(): Float32Array[];
}

function createOutput({ channels, bitsPerSample, totalSamples }: StreamInfo, fileSize: number): Output {
	// A header may announce anything: the file's size bounds what is set aside before anything is decoded.
	let capacity = Math.min(totalSamples ?? fileSize, Math.ceil(fileSize / channels));
	let length = 0;
	let data = Array.from({ length: channels }, () => new Float32Array(capacity));
	// Sides have one bit more: 33 bits do not fit an Int32Array.
	const scratch = data.map(() => (bitsPerSample > 31 ? new Float64Array(65536) : new Int32Array(65536)));
	const scale = 2 ** (1 - bitsPerSample);
	const reserve = (count: number): void => {
		if (length + count <= capacity) return;
		capacity = Math.max(length + count, Math.ceil(capacity * 1.5));
		data = data.map((old) => {
			const grown = new Float32Array(capacity);
			grown.set(old.subarray(0, length));
			return grown;
		});
	};
	return {
		scratch,
		push: (count) => {
			reserve(count);
			for (const [c, target] of data.entries()) {
				const source = scratch[c] as Int32Array | Float64Array;
				for (let i = 0; i < count; i++) target[length + i] = (source[i] as number) * scale;
			}
			length += count;
		},
		silence: (count) => {
			reserve(count);
			length += count;
		},
		length: () => length,
		channels: () => data.map((channel) => (channel.length === length ? channel : channel.slice(0, length))),
	};
}

function warningsOf(
	name: string,
	{ totalSamples, sampleRate }: StreamInfo,
	length: number,
	lost: { readonly inside: number; readonly behind: number },
): AudioWarning[] {
	const warnings: AudioWarning[] = [];
	const seconds = (samples: number): string => `${(samples / sampleRate).toFixed(2)} s`;
	if (lost.inside > 0) {
		const message = `${name} is damaged: ${lost.inside} bytes could not be decoded and became silence.`;
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
