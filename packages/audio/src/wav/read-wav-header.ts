import type { AudioWarning } from "../audio-clip.ts";
import { damaged } from "../refuse.ts";

/** How the samples of a WAV file lie in it. */
export interface WavHeader {
	/** Format tag, with WAVE_FORMAT_EXTENSIBLE already resolved: 1 PCM, 3 float, 6 A-law, 7 µ-law, or another. */
	readonly tag: number;
	readonly channels: number;
	/** Hz. */
	readonly sampleRate: number;
	/** Bits a sample takes in the file. */
	readonly containerBits: number;
	/** Bits a sample is worth, at most `containerBits`. */
	readonly validBits: number;
	readonly bigEndian: boolean;
	/** Bytes of one sample of all channels. */
	readonly blockAlign: number;
	/** Where the samples start, in bytes. */
	readonly dataStart: number;
	/** Where the samples end, in bytes: within the file, whatever the header says. */
	readonly dataEnd: number;
	readonly warnings: readonly AudioWarning[];
}

/**
 * Reads the chunks of a WAV file (RIFF, RIFX, RF64 and BW64) up to its samples.
 *
 * Chunks before the samples are passed over, odd ones with or without their padding byte. Lengths are checked
 * against the file: a data chunk that announces more than there is ends with the file, one that announces less
 * than there is (a recorder that never came back to its header) is extended where what follows is no chunk.
 *
 * @throws {UndertoneError} `audio-damaged` if there is no format or no data chunk, or the format is impossible.
 * @see Multimedia Programming Interface and Data Specifications 1.0 (1991); EBU Tech 3306 for RF64
 */
export function readWavHeader(bytes: Uint8Array, name: string): WavHeader {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const bigEndian = tagAt(bytes, 0) === "RIFX";
	const little = !bigEndian;
	let format: Format | null = null;
	let longDataSize: number | null = null;
	let offset = 12;
	while (offset + 8 <= bytes.length) {
		const id = tagAt(bytes, offset);
		const size = view.getUint32(offset + 4, little);
		const body = offset + 8;
		if (id === "fmt ") {
			if (size < 14 || body + Math.min(size, 16) > bytes.length) {
				throw damaged(name, "its WAV header is cut off inside the format chunk");
			}
			format = readFormat(view, body, Math.min(size, bytes.length - body), little);
			checkFormat(format, name);
		} else if (id === "ds64" && body + 16 <= bytes.length) {
			longDataSize = Number(view.getBigUint64(body + 8, little));
		} else if (id === "data") {
			if (format === null) throw damaged(name, "its WAV header has no format chunk before the samples");
			const announced = size === 0xffffffff && longDataSize !== null ? longDataSize : size;
			return { ...format, bigEndian, dataStart: body, ...extent(bytes, body, announced, format, name) };
		}
		offset = body + size;
		// Chunks are padded to an even length; some writers forget it.
		if (size % 2 === 1 && !isChunkId(bytes, offset)) offset++;
	}
	throw damaged(
		name,
		format === null
			? "its WAV header is cut off before the format of the samples"
			: "its WAV header ends before the samples begin",
	);
}

/** PCM, float, A-law, µ-law: every sample takes the same number of bits. */
const plainTags = [1, 3, 6, 7];

type Format = Pick<
	WavHeader,
	"tag" | "channels" | "sampleRate" | "containerBits" | "validBits" | "blockAlign"
>;

function readFormat(view: DataView, body: number, size: number, little: boolean): Format {
	let tag = view.getUint16(body, little);
	const channels = view.getUint16(body + 2, little);
	const sampleRate = view.getUint32(body + 4, little);
	const announcedAlign = view.getUint16(body + 12, little);
	const bits = size >= 16 ? view.getUint16(body + 14, little) : 8;
	let validBits = bits;
	if (tag === 0xfffe && size >= 40) {
		const valid = view.getUint16(body + 18, little);
		if (valid > 0 && valid < bits) validBits = valid;
		// The first two bytes of the sub-format's GUID are the plain format tag.
		tag = view.getUint16(body + 24, little);
	}
	const containerBits = Math.ceil(bits / 8) * 8;
	const packed = (channels * containerBits) / 8;
	const blockAlign = plainTags.includes(tag) ? packed : announcedAlign;
	return { tag, channels, sampleRate, containerBits, validBits, blockAlign };
}

function checkFormat({ tag, channels, sampleRate, containerBits }: Format, name: string): void {
	if (channels === 0 || channels > 256) throw damaged(name, `its WAV header announces ${channels} channels`);
	if (sampleRate < 1000 || sampleRate > 1_000_000) {
		throw damaged(name, `its WAV header announces a sample rate of ${sampleRate} Hz`);
	}
	// Compressed samples have no such number.
	if (plainTags.includes(tag) && (containerBits === 0 || containerBits > 64)) {
		throw damaged(name, `its WAV header announces ${containerBits} bits per sample`);
	}
}

function extent(
	bytes: Uint8Array,
	start: number,
	announced: number,
	{ blockAlign, sampleRate }: Format,
	name: string,
): Pick<WavHeader, "dataEnd" | "warnings"> {
	const available = bytes.length - start;
	const seconds = (size: number): string => `${(size / blockAlign / sampleRate).toFixed(2)} s`;
	if (announced > available) {
		// Programs that write to a pipe cannot know the length and put the largest number there.
		const unknown = announced >= 0x7fffff00;
		const message = `${name} is cut short: its header announces ${seconds(announced)}, the file holds ${seconds(available)}.`;
		return { dataEnd: bytes.length, warnings: unknown ? [] : [{ code: "truncated", message }] };
	}
	const next = start + announced + (announced % 2);
	const rest = bytes.length - next;
	if (rest >= 8 && !isChunkId(bytes, next) && !isChunkId(bytes, start + announced)) {
		const message = `The header of ${name} announces ${seconds(announced)}, the file holds ${seconds(available)}: all of it was decoded.`;
		return { dataEnd: bytes.length, warnings: [{ code: "length-wrong", message }] };
	}
	return { dataEnd: start + announced, warnings: [] };
}

function tagAt(bytes: Uint8Array, offset: number): string {
	return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

/** Four printable characters, the first no space: what a chunk's name is made of, and samples hardly ever are. */
function isChunkId(bytes: Uint8Array, offset: number): boolean {
	if (offset + 8 > bytes.length) return false;
	for (let i = 0; i < 4; i++) {
		const byte = bytes[offset + i] as number;
		const letter = (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57);
		if (!letter && !((byte === 32 || byte === 95) && i > 0)) return false;
	}
	return true;
}
