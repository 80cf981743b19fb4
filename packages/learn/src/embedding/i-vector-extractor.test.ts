import { createRandom, type Matrix } from "@undertone/core";
import { createGraphBuilder, createSession, float32Data, float32Tensor, writeOnnx } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { fitBackground } from "./fit-background.ts";
import { frameStatistics } from "./frame-statistics.ts";
import {
	appendIVectorExtractor,
	extractIVector,
	extractIVectors,
	fitIVectorExtractor,
	halfPrecision,
} from "./i-vector-extractor.ts";

const random = createRandom(1);
const columns = 5;
/** Clips of a few seconds that differ in two directions, and in length. */
const clips = Array.from({ length: 60 }, (_, i): Matrix => {
	const [one, other] = [random.normal(), random.normal()];
	const rows = 40 + 7 * (i % 30);
	const data = Float32Array.from({ length: rows * columns }, (_, k) => {
		const j = k % columns;
		return 2 * (j % 2) + one * Math.cos(j) + other * Math.sin(2 * j) + random.normal();
	});
	return { rows, columns, data };
});
const background = fitBackground(clips, {
	components: 4,
	iterations: 10,
	mostFrames: 5000,
	leastVariance: 0.05,
	seed: 1,
});
const statistics = clips.map((clip) => frameStatistics(clip, background));
const full = await fitIVectorExtractor(background, statistics, { dimensions: 6, iterations: 5, seed: 1 });
const extractor = halfPrecision(full, statistics);

describe("appendIVectorExtractor", () => {
	it("gives in a graph what the extractor gives, for clips of any length", async () => {
		const graph = createGraphBuilder("extractor");
		const frames = graph.input("frames", [1, "T", columns]);
		graph.output("vector", appendIVectorExtractor(graph, frames, extractor), [1, 6]);
		const session = await createSession(writeOnnx(graph.build()));
		for (const clip of [
			...clips.slice(0, 5),
			{ rows: 1, columns, data: new Float32Array(columns).fill(9) },
		]) {
			const tensor = float32Tensor(Float32Array.from(clip.data), [1, clip.rows, columns]);
			const { vector } = await session.run({ frames: tensor }, ["vector"]);
			expect(vector?.dims).toEqual([1, 6]);
			expect(float32Data(vector, "vector")).toBeCloseToArray(extractIVector(clip, extractor), {
				rtol: 0,
				atol: 1e-5,
			});
		}
		await session.release();
	});
});

describe("halfPrecision", () => {
	it("changes vectors by little", () => {
		const [before, after] = [full, extractor].map((one) => extractIVectors(statistics, one).data);
		expect(after).toBeCloseToArray(before as Float32Array, { rtol: 0, atol: 0.05 });
		expect(after).not.toEqual(before);
	});
});

describe("extractIVectors", () => {
	it("gives every clip the length √d, and each what it has alone", () => {
		const all = extractIVectors(
			clips.map((clip) => frameStatistics(clip, background)),
			extractor,
		);
		for (const [i, clip] of clips.entries()) {
			const own = all.data.subarray(6 * i, 6 * i + 6);
			expect(Math.hypot(...own)).toBeCloseTo(Math.sqrt(6), 5);
			expect(own).toEqual(extractIVector(clip, extractor));
		}
	});
});
