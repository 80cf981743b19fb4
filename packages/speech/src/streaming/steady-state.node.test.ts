import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createFormantStream } from "./create-formant-stream.ts";
import { createHarmonicityStream } from "./create-harmonicity-stream.ts";
import { createPitchStream } from "./create-pitch-stream.ts";

const sampleRate = 16000;
const hopLength = 160;
const random = createRandom(4);
/** Chunks of a frame each: harmonics of 150 Hz, 200 ms on and 200 ms off, in noise. */
const chunks = Array.from({ length: 40 }, (_, c) =>
	Float32Array.from({ length: hopLength }, (_, i) => {
		const t = (c * hopLength + i) / sampleRate;
		let voice = 0;
		if (c < 20) for (let h = 1; h <= 10; h++) voice += Math.sin(2 * Math.PI * 150 * h * t) / h;
		return 0.1 * voice + 0.003 * random.normal();
	}),
);

/** Median bytes that a frame of a stream takes after a thousand of them: on the heap, and in buffers outside of it. */
function bytesPerFrame(push: (chunk: Float32Array) => unknown): { heap: number; buffers: number } {
	const run = (frames: number): void => {
		for (let f = 0; f < frames; f++) push(chunks[f % chunks.length] as Float32Array);
	};
	run(1000);
	const heap: number[] = [];
	const buffers: number[] = [];
	for (let round = 0; round < 21; round++) {
		const before = process.memoryUsage();
		run(100);
		const after = process.memoryUsage();
		heap.push((after.heapUsed - before.heapUsed) / 100);
		buffers.push((after.arrayBuffers - before.arrayBuffers) / 100);
	}
	const median = (values: number[]): number => values.sort((a, b) => a - b)[10] as number;
	return { heap: median(heap), buffers: median(buffers) };
}

describe("streams in steady state", () => {
	it.each([
		["pitch", createPitchStream({ sampleRate })],
		["harmonicity (cc)", createHarmonicityStream({ sampleRate })],
		["harmonicity (ac)", createHarmonicityStream({ sampleRate, method: "ac" })],
		// Its ten numbers a frame are too many for the heap.
		["formants", createFormantStream({ sampleRate, count: 4 })],
	] as const)("%s: a frame takes no buffer, and on the heap little but what is given back", (_, stream) => {
		const { heap, buffers } = bytesPerFrame(stream.push);
		expect(buffers).toBe(0);
		// Views, what `push` gives, and numbers that the engine boxes: about 1,000 bytes.
		expect(heap).toBeLessThan(2500);
	});
});
