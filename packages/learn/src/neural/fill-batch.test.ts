import { createRandom, matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createBatchFiller } from "./fill-batch.ts";

const data = {
	inputs: { x: matrixFromRows([[1], [2], [3]]) },
	y: Int32Array.of(0, 1, 2),
	classes: 3,
};
const plain = {
	shapes: { x: [1] },
	batchSize: 2,
	labelSmoothing: 0,
	mixup: 0,
	classWeights: [1, 2, 4],
	masks: [],
};
const batch = { indices: Int32Array.of(2, 1), count: 2 };

describe("createBatchFiller", () => {
	it("lays out samples, targets and weights of a batch", () => {
		const filler = createBatchFiller(data, plain);
		expect(filler.fill(batch, createRandom(1))).toBe(6);
		expect([...(filler.feeds.x?.data ?? [])]).toEqual([3, 2]);
		expect([...(filler.feeds.targets?.data ?? [])]).toEqual([0, 0, 1, 0, 1, 0]);
		expect([...filler.weights]).toEqual([4, 2]);
	});

	it("gives samples that only fill the batch up no weight", () => {
		const filler = createBatchFiller(data, plain);
		expect(filler.fill({ ...batch, count: 1 }, createRandom(1))).toBe(4);
		expect([...filler.weights]).toEqual([4, 0]);
	});

	it("spreads label smoothing over the classes a sample's corpus has", () => {
		const allowed = Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 1, 1);
		const filler = createBatchFiller({ ...data, allowed }, { ...plain, labelSmoothing: 0.3 });
		filler.fill(batch, createRandom(1));
		expect(filler.feeds.targets?.data).toBeCloseToArray([0, 0.15, 0.85, 0.1, 0.8, 0.1], {
			rtol: 1e-6,
			atol: 1e-7,
		});
		expect([...(filler.feeds.offset?.data ?? [])]).toEqual([Math.fround(-1e9), 0, 0, 0, 0, 0]);
	});

	it("gives a teacher its share of the targets", () => {
		const probabilities = matrixFromRows([
			[0.2, 0.3, 0.5],
			[0.1, 0.8, 0.1],
			[0.6, 0.3, 0.1],
		]);
		const filler = createBatchFiller({ ...data, teacher: { probabilities, share: 0.25 } }, plain);
		filler.fill(batch, createRandom(1));
		const expected = [0.15, 0.075, 0.775, 0.025, 0.95, 0.025];
		expect(filler.feeds.targets?.data).toBeCloseToArray(expected, { rtol: 1e-6, atol: 1e-7 });
	});

	it("mixes samples and targets by the same share", () => {
		const filler = createBatchFiller(data, { ...plain, mixup: 0.4 });
		for (let seed = 0; seed < 20; seed++) {
			filler.fill(batch, createRandom(seed));
			const x = filler.feeds.x?.data as Float32Array;
			const targets = filler.feeds.targets?.data as Float32Array;
			// Class c has x = c + 1, so a mixed sample is its mixed class plus one.
			for (const i of [0, 1]) {
				const mixed = [0, 1, 2].reduce((sum, c) => sum + c * (targets[i * 3 + c] as number), 0);
				expect(x[i]).toBeCloseTo(mixed + 1, 5);
			}
		}
	});

	it("drops the share asked for and keeps the mean", () => {
		const value = { name: "mask/0", shape: [2, 50_000] };
		const filler = createBatchFiller(data, { ...plain, masks: [{ value, rate: 0.3 }] });
		filler.fill(batch, createRandom(1));
		const mask = filler.feeds["mask/0"]?.data as Float32Array;
		// Standard error of a share of 0.3 among 100,000: 0.0015.
		expect(mask.filter((m) => m === 0).length / mask.length).toBeCloseTo(0.3, 2);
		expect(mask.reduce((a, b) => a + b, 0) / mask.length).toBeCloseTo(1, 1.5);
	});
});
