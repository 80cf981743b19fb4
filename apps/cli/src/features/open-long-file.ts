import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { type AudioPieces, openAudio, toMono } from "@undertone/audio";
import { createResampler } from "@undertone/dsp";
import type { SignalPieces } from "@undertone/speech";

/** A recording that is read piece by piece. */
export interface LongFile {
	/**
	 * Its mean of all channels at a rate in Hz. What is compressed is decoded once for every rate, into a file on the disk
	 * that has no name and goes with `close`.
	 *
	 * @returns null for what holds no more than a file that is not long, whatever it announces.
	 * @throws {UndertoneError} As `decodeAudio` does, of what is damaged or holds nothing.
	 */
	at(rate: number): Promise<LongSignal | null>;
	close(): Promise<void>;
}

/** Samples of a recording, read as often as wanted. */
export interface LongSignal extends SignalPieces {
	/** Seconds. */
	readonly duration: number;
	/** Hz, as stored. */
	readonly sampleRate: number;
}

/** Seconds of a piece. */
export const pieceLength = 10;

/** Seconds up to which a recording is not long. */
export const longest = 600;

/** How a file is opened. */
export interface LongFileOptions {
	/** Where decoded samples lie meanwhile, 4 bytes each. */
	readonly folder: string;
	/** Seconds up to which a file is not long. */
	readonly most?: number;
}

/**
 * Opens a file of more than ten minutes, or one that does not say how long it is, of any format that is decoded here.
 *
 * @returns null for every other, and for one that cannot be opened.
 * @throws {UndertoneError} As `openAudio`.
 */
export async function openLongFile(
	path: string,
	{ folder, most = longest }: LongFileOptions,
): Promise<LongFile | null> {
	const handle = await open(path).catch(() => null);
	if (handle === null) return null;
	try {
		const audio = await openFrom(handle, basename(path));
		if (audio !== null && (audio.announced ?? Infinity) > most * audio.sampleRate) {
			return createLongFile(handle, audio, { folder, most });
		}
	} catch (error) {
		await handle.close();
		throw error;
	}
	await handle.close();
	return null;
}

async function openFrom(handle: FileHandle, name: string): Promise<AudioPieces | null> {
	const stat = await handle.stat();
	if (!stat.isFile()) return null;
	const read = async (offset: number, length: number): Promise<Uint8Array> => {
		const bytes = new Uint8Array(length);
		const { bytesRead } = await handle.read(bytes, 0, length, offset);
		return bytes.subarray(0, bytesRead);
	};
	return openAudio({ size: stat.size, read }, { name });
}

function createLongFile(
	handle: FileHandle,
	audio: AudioPieces,
	{ folder, most }: Required<LongFileOptions>,
): LongFile {
	const { sampleRate, announced } = audio;
	const decoded = new Map<number, Promise<Decoded>>();
	const decodeAt = (rate: number): Promise<Decoded> => {
		const known = decoded.get(rate) ?? decodeTo(folder, audio, rate);
		decoded.set(rate, known);
		return known;
	};
	const plain = audio.format.container === "wav" ? announced : null;
	return {
		at: async (rate) => {
			const source =
				plain === null
					? await decodeAt(rate)
					: {
							stored: plain,
							length: Math.ceil((plain * rate) / sampleRate),
							pieces: () => resampled(monoOf(audio), sampleRate, rate),
						};
			const { stored, length, pieces } = source;
			return stored <= most * sampleRate
				? null
				: { duration: stored / sampleRate, sampleRate, length, pieces };
		},
		close: async () => {
			for (const file of decoded.values()) await (await file.catch(() => null))?.close();
			await handle.close();
		},
	};
}

async function* monoOf(audio: AudioPieces): AsyncGenerator<Float32Array> {
	for await (const channels of audio.pieces()) yield toMono({ channels });
}

/** Mono samples that lie on the disk. */
interface Decoded extends SignalPieces {
	/** Samples before they were resampled. */
	readonly stored: number;
	close(): Promise<void>;
}

/** Decodes a recording into a file of 32-bit floats at a rate in Hz. */
async function decodeTo(folder: string, audio: AudioPieces, rate: number): Promise<Decoded> {
	await mkdir(folder, { recursive: true });
	const path = join(folder, `decoded.${process.pid}.${Math.random().toString(36).slice(2)}.part`);
	const handle = await open(path, "wx+", 0o600);
	try {
		// Without a name it is gone when it is closed, whatever ends the program.
		await rm(path);
		let stored = 0;
		async function* counted(): AsyncGenerator<Float32Array> {
			for await (const piece of monoOf(audio)) {
				stored += piece.length;
				yield piece;
			}
		}
		let length = 0;
		for await (const { buffer, byteOffset, byteLength } of resampled(counted(), audio.sampleRate, rate)) {
			await handle.writeFile(new Uint8Array(buffer, byteOffset, byteLength));
			length += byteLength / 4;
		}
		return {
			stored,
			length,
			pieces: () => floatsOf(handle, length, pieceLength * rate),
			close: () => handle.close(),
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** The first `length` floats of a file, `count` at a time. */
async function* floatsOf(handle: FileHandle, length: number, count: number): AsyncGenerator<Float32Array> {
	for (let from = 0; from < length; from += count) {
		const piece = new Float32Array(Math.min(count, length - from));
		await handle.read(piece, 0, piece.byteLength, 4 * from);
		yield piece;
	}
}

/** The same at another rate, silence standing behind it. */
async function* resampled(
	pieces: AsyncIterable<Float32Array>,
	from: number,
	to: number,
): AsyncGenerator<Float32Array> {
	const resampler = createResampler({ from, to });
	let taken = 0;
	let given = 0;
	for await (const piece of pieces) {
		const out = resampler.push(piece);
		taken += piece.length;
		given += out.length;
		yield out;
	}
	for (let left = Math.ceil((taken * to) / from) - given; left > 0; ) {
		const out = resampler.push(new Float32Array(from)).subarray(0, left);
		left -= out.length;
		yield out;
	}
}
