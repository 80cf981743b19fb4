import type { AudioClip, AudioFormat } from "../audio-clip.ts";
import { checkDuration, holdsNothing } from "../refuse.ts";
import { g711Table } from "./g711-table.ts";
import { readWavHeader, type WavHeader } from "./read-wav-header.ts";

/**
 * Decodes a WAV file: integers of 8, 16, 24 and 32 bits, floats of 32 and 64, A-law and µ-law, in any number of
 * channels.
 *
 * @returns null if the samples are compressed in a way that is not decoded here (ADPCM, MP3 in WAV).
 * @throws {UndertoneError} `audio-damaged`, `audio-empty` or `audio-too-long`.
 */
export function decodeWav(bytes: Uint8Array, name: string, maxDuration: number): AudioClip | null {
	const header = readWavHeader(bytes, name);
	const codec = codecOf(header);
	if (codec === null) return null;
	const { sampleRate, blockAlign, dataStart, dataEnd, warnings } = header;
	const length = Math.floor((dataEnd - dataStart) / blockAlign);
	if (length === 0) throw holdsNothing(name);
	checkDuration(name, length / sampleRate, maxDuration);
	return {
		channels: samplesOf(bytes, header, codec, length),
		sampleRate,
		duration: length / sampleRate,
		format: { container: "wav", codec, bitsPerSample: header.validBits } satisfies AudioFormat,
		warnings,
	};
}

/** How samples lie among bytes. */
export type SamplesAt = Pick<WavHeader, "dataStart" | "bigEndian" | "containerBits" | "channels">;

/** `length` samples of every channel, scaled to [-1, 1). */
export function samplesOf(bytes: Uint8Array, at: SamplesAt, codec: string, length: number): Float32Array[] {
	return codec === "pcm_s16"
		? separateInt16(bytes, at, length)
		: separate(interleaved(bytes, at, codec, length * at.channels), at.channels, length);
}

/** Name of the codec; null where the samples are compressed. */
export function codecOf({ tag, containerBits }: WavHeader): string | null {
	if (tag === 1 && containerBits <= 32) return containerBits === 8 ? "pcm_u8" : `pcm_s${containerBits}`;
	if (tag === 3 && (containerBits === 32 || containerBits === 64)) return `pcm_f${containerBits}`;
	if (tag === 6 && containerBits === 8) return "alaw";
	if (tag === 7 && containerBits === 8) return "mulaw";
	return null;
}

/** All samples as they lie in the file, channel after channel, scaled to [-1, 1). */
function interleaved(bytes: Uint8Array, header: SamplesAt, codec: string, count: number): Float32Array {
	const out = new Float32Array(count);
	const { dataStart: start, bigEndian, containerBits } = header;
	const width = containerBits / 8;
	const data = bytes.subarray(start, start + count * width);
	if (codec === "pcm_u8") {
		for (let i = 0; i < count; i++) out[i] = ((data[i] as number) - 128) / 128;
	} else if (codec === "alaw" || codec === "mulaw") {
		const table = g711Table(codec);
		for (let i = 0; i < count; i++) out[i] = table[data[i] as number] as number;
	} else if (codec === "pcm_s24") {
		const [high, low] = bigEndian ? [0, 2] : [2, 0];
		for (let i = 0, p = 0; i < count; i++, p += 3) {
			const top = (data[p + high] as number) << 24;
			const value = top | ((data[p + 1] as number) << 16) | ((data[p + low] as number) << 8);
			out[i] = value / 2147483648;
		}
	} else {
		const native = inHostOrder(data, width, bigEndian);
		if (codec === "pcm_f32") out.set(new Float32Array(native.buffer, native.byteOffset, count));
		else if (codec === "pcm_f64") out.set(new Float64Array(native.buffer, native.byteOffset, count));
		else {
			const values = new Int32Array(native.buffer, native.byteOffset, count);
			for (let i = 0; i < count; i++) out[i] = (values[i] as number) / 2147483648;
		}
	}
	return out;
}

/** The commonest case by far, in one pass. */
function separateInt16(
	bytes: Uint8Array,
	{ dataStart: start, bigEndian, channels }: SamplesAt,
	length: number,
): Float32Array[] {
	const native = inHostOrder(bytes.subarray(start, start + length * channels * 2), 2, bigEndian);
	const values = new Int16Array(native.buffer, native.byteOffset, length * channels);
	return Array.from({ length: channels }, (_, c) => {
		const out = new Float32Array(length);
		for (let i = 0, p = c; i < length; i++, p += channels) out[i] = (values[p] as number) * 2 ** -15;
		return out;
	});
}

const hostIsLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** The same numbers in the machine's byte order and aligned to their width; a copy only where one is needed. */
function inHostOrder(data: Uint8Array, width: number, bigEndian: boolean): Uint8Array {
	const swap = bigEndian === hostIsLittle;
	if (!swap && data.byteOffset % width === 0) return data;
	// Not slice(): Node's Buffer, a Uint8Array too, does not copy there.
	const copy = new Uint8Array(data);
	if (!swap) return copy;
	for (let p = 0; p + width <= copy.length; p += width) copy.subarray(p, p + width).reverse();
	return copy;
}

function separate(samples: Float32Array, channels: number, length: number): Float32Array[] {
	if (channels === 1) return [samples];
	return Array.from({ length: channels }, (_, c) => {
		const out = new Float32Array(length);
		for (let i = 0, p = c; i < length; i++, p += channels) out[i] = samples[p] as number;
		return out;
	});
}
