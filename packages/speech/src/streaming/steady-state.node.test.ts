import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createPitchDecoder } from "../librosa-pitch/decode-pitch.ts";
import { createFeatureStream, streamFeatures } from "./create-feature-stream.ts";
import { createFormantStream } from "./create-formant-stream.ts";
import { createHarmonicityStream } from "./create-harmonicity-stream.ts";
import { createPitchStream } from "./create-pitch-stream.ts";

const sampleRate = 16000;
const hopLength = 160;
const random = createRandom(4);
/** Harmonics of 150 Hz, 200 ms on and 200 ms off, in noise. */
const signal = Float32Array.from({ length: 40 * hopLength }, (_, i) => {
	const t = i / sampleRate;
	let voice = 0;
	if (t < 0.2) for (let h = 1; h <= 10; h++) voice += Math.sin(2 * Math.PI * 150 * h * t) / h;
	return 0.1 * voice + 0.003 * random.normal();
});

/** Takes a chunk and gives the arrays that the caller gets for it. */
type Push = (chunk: Float32Array) => readonly Float64Array[];

const features = streamFeatures.map((feature) => {
	const create = (): Push => {
		const stream = createFeatureStream(feature, { sampleRate, hopLength, nFft: 512, nMels: 40, nMfcc: 13 });
		return (chunk) => [stream.push(chunk).data];
	};
	return [feature, create] as const;
});

const tracks: readonly (readonly [name: string, create: () => Push])[] = [
	[
		"pitch",
		() => {
			const stream = createPitchStream({ sampleRate });
			return (chunk) => [stream.push(chunk)];
		},
	],
	...(["cc", "ac"] as const).map((method) => {
		const create = (): Push => {
			const stream = createHarmonicityStream({ sampleRate, method });
			return (chunk) => [stream.push(chunk)];
		};
		return [`harmonicity (${method})`, create] as const;
	}),
	[
		"formants",
		() => {
			const stream = createFormantStream({ sampleRate });
			return (chunk) => {
				const { frequencies, bandwidths } = stream.push(chunk);
				return [frequencies, bandwidths];
			};
		},
	],
];

/** Bytes that a push takes on the heap, and in buffers outside of it beyond those that it gives to the caller. */
interface Taken {
	readonly heap: number;
	readonly buffers: number;
}

const median = (values: readonly number[]): number =>
	[...values].sort((a, b) => a - b)[values.length >> 1] as number;

/**
 * What a push of a stream takes once it is in steady state: medians over rounds short enough for most to see no garbage
 * collection. How soon the engine compiles what is run depends on what else the machine does, and until then it boxes
 * numbers: it is measured until a median is within the bounds, which an allocation in every frame never is.
 */
function takenByPush(push: Push, framesAtOnce: number, bounds: Taken): Taken {
	const chunks = Array.from({ length: signal.length / (framesAtOnce * hopLength) }, (_, c) =>
		signal.subarray(c * framesAtOnce * hopLength, (c + 1) * framesAtOnce * hopLength),
	);
	const pushes = 20;
	const rounds: Taken[] = [];
	let taken = { heap: Infinity, buffers: Infinity };
	for (let round = 0; round < 400; round++) {
		let given = 0;
		const before = process.memoryUsage();
		for (let p = 0; p < pushes; p++) {
			for (const { byteLength } of push(chunks[(round * pushes + p) % chunks.length] as Float32Array)) {
				// The engine keeps smaller ones on the heap.
				if (byteLength > 64) given += byteLength;
			}
		}
		const after = process.memoryUsage();
		rounds.push({
			heap: (after.heapUsed - before.heapUsed) / pushes,
			buffers: (after.arrayBuffers - before.arrayBuffers - given) / pushes,
		});
		if (rounds.length < 60) continue;
		const last = rounds.slice(-31);
		taken = {
			heap: median(last.map(({ heap }) => heap)),
			buffers: median(last.map(({ buffers }) => buffers)),
		};
		if (taken.heap <= bounds.heap && taken.buffers <= bounds.buffers) break;
	}
	return taken;
}

/** For the matrix that is given, a few views, and numbers that the engine boxes; 500 to 2,000 bytes are taken. */
const bounds = { heap: 2500, buffers: 0 };

describe("streams in steady state", () => {
	it.each(features)("%s: a push takes little but what it gives back, however many frames", (_, create) => {
		for (const framesAtOnce of [1, 10]) {
			const { heap, buffers } = takenByPush(create(), framesAtOnce, bounds);
			expect(buffers).toBe(0);
			expect(heap).toBeLessThanOrEqual(bounds.heap);
		}
	});

	it.each(tracks)(
		"%s: a frame takes no buffer, and on the heap little but what is given back",
		(_, create) => {
			const { heap, buffers } = takenByPush(create(), 1, bounds);
			expect(buffers).toBe(0);
			expect(heap).toBeLessThanOrEqual(bounds.heap);
		},
	);

	it("pYIN's path in pieces: of digital silence no more is held than two paths", () => {
		const bins = 60;
		const decoder = createPitchDecoder(bins, 20);
		const silence = new Float64Array(bins);
		const run = (frames: number): void => {
			for (let f = 0; f < frames; f++) decoder.add(silence, 0);
		};
		run(1000);
		const before = process.memoryUsage().arrayBuffers;
		run(20_000);
		// Two bytes a state; with all 120 states of each frame it would be 240.
		expect((process.memoryUsage().arrayBuffers - before) / 20_000).toBeLessThan(5);
		expect(decoder.finish().length).toBe(21_000);
	});
});
