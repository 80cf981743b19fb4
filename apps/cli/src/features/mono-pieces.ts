import type { FileHandle } from "node:fs/promises";
import { type AudioPieces, openAudio, toMono } from "@undertone/audio";
import { createResampler } from "@undertone/dsp";

/**
 * Opens the audio of an open file.
 *
 * @param name - How messages call it.
 * @returns null for what is no file, or what `openAudio` leaves to `decodeAudio`.
 */
export async function openFrom(handle: FileHandle, name: string): Promise<AudioPieces | null> {
	const stat = await handle.stat();
	if (!stat.isFile()) return null;
	const read = async (offset: number, length: number): Promise<Uint8Array> => {
		const bytes = new Uint8Array(length);
		const { bytesRead } = await handle.read(bytes, 0, length, offset);
		return bytes.subarray(0, bytesRead);
	};
	return openAudio({ size: stat.size, read }, { name });
}

/**
 * The mean of all channels at another rate, silence standing behind it: ceil(n · rate / sampleRate) samples.
 *
 * @returns At the end n, how many samples a channel had.
 */
export async function* monoPieces(audio: AudioPieces, rate: number): AsyncGenerator<Float32Array, number> {
	const { sampleRate } = audio;
	const resampler = createResampler({ from: sampleRate, to: rate });
	let taken = 0;
	let given = 0;
	for await (const channels of audio.pieces()) {
		const mono = toMono({ channels });
		const out = resampler.push(mono);
		taken += mono.length;
		given += out.length;
		yield out;
	}
	for (let left = Math.ceil((taken * rate) / sampleRate) - given; left > 0; ) {
		const out = resampler.push(new Float32Array(sampleRate)).subarray(0, left);
		left -= out.length;
		yield out;
	}
	return taken;
}
