import type { Readable } from "node:stream";

/**
 * 16-bit little-endian samples of one channel from a stream of bytes, however it is cut.
 *
 * @returns Samples in [-1, 1), one array for each chunk that holds a whole sample.
 */
export async function* readPcm(stream: Readable): AsyncGenerator<Float32Array> {
	let odd: number | undefined;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		const bytes = odd === undefined ? chunk : Buffer.concat([Buffer.of(odd), chunk]);
		const count = bytes.length >> 1;
		odd = bytes.length % 2 === 1 ? bytes.at(-1) : undefined;
		if (count === 0) continue;
		const samples = new Float32Array(count);
		for (let i = 0; i < count; i++) samples[i] = bytes.readInt16LE(2 * i) / 32_768;
		yield samples;
	}
}
