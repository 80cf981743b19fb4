import { open } from "node:fs/promises";
import { openWav, toMono } from "@undertone/audio";
import { createResampler } from "@undertone/dsp";
import type { SignalPieces } from "@undertone/speech";

/** A recording that is read piece by piece. */
export interface LongFile {
	/** Seconds. */
	readonly duration: number;
	/** Hz. */
	readonly sampleRate: number;
	/** Its mean of all channels at another rate. */
	at(sampleRate: number): SignalPieces;
	close(): Promise<void>;
}

/** Seconds of a piece. */
export const pieceLength = 10;

/** Seconds up to which a recording is not long. */
export const longest = 600;

/**
 * Opens a WAV file of more than ten minutes; null for every other file, and for one that cannot be opened.
 *
 * @param most - Seconds up to which a file is not long.
 */
export async function openLongFile(path: string, most = longest): Promise<LongFile | null> {
	const handle = await open(path).catch(() => null);
	if (handle === null) return null;
	const read = async (offset: number, length: number): Promise<Uint8Array> => {
		const bytes = new Uint8Array(length);
		const { bytesRead } = await handle.read(bytes, 0, length, offset);
		return bytes.subarray(0, bytesRead);
	};
	const stat = await handle.stat();
	const wav = stat.isFile() ? await openWav(read, stat.size) : null;
	if (wav === null || wav.duration <= most) {
		await handle.close();
		return null;
	}
	const { duration, sampleRate, length } = wav;
	const piece = pieceLength * sampleRate;
	async function* mono(): AsyncGenerator<Float32Array> {
		for (let from = 0; from < length; from += piece)
			yield toMono({ channels: (await wav?.read(from, piece)) ?? [] });
	}
	return {
		duration,
		sampleRate,
		at: (rate) => ({
			length: Math.ceil((length * rate) / sampleRate),
			pieces: () => (rate === sampleRate ? mono() : resampled(mono(), length, sampleRate, rate)),
		}),
		close: () => handle.close(),
	};
}

/** The same at another rate, silence standing behind it. */
async function* resampled(
	pieces: AsyncIterable<Float32Array>,
	length: number,
	from: number,
	to: number,
): AsyncGenerator<Float32Array> {
	const resampler = createResampler({ from, to });
	let left = Math.ceil((length * to) / from);
	for await (const piece of pieces) {
		const out = resampler.push(piece).subarray(0, left);
		left -= out.length;
		yield out;
	}
	while (left > 0) {
		const out = resampler.push(new Float32Array(from)).subarray(0, left);
		left -= out.length;
		yield out;
	}
}
