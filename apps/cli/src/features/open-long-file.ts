import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { AudioPieces } from "@undertone/audio";
import type { SignalPieces } from "@undertone/speech";
import { type DecodedFile, decodeToFile } from "./decode-to-file.ts";
import { monoPieces, openFrom } from "./mono-pieces.ts";

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
			return createLongFile({ path, handle, audio }, { folder, most });
		}
	} catch (error) {
		await handle.close();
		throw error;
	}
	await handle.close();
	return null;
}

function createLongFile(
	{ path, handle, audio }: { path: string; handle: FileHandle; audio: AudioPieces },
	{ folder, most }: Required<LongFileOptions>,
): LongFile {
	const { sampleRate, announced } = audio;
	const decoded = new Map<number, Promise<DecodedFile>>();
	const decodeAt = (rate: number): Promise<DecodedFile> => {
		const known = decoded.get(rate) ?? decodeToFile(path, { rate, folder, pieceLength: pieceLength * rate });
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
							pieces: () => monoPieces(audio, rate),
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
