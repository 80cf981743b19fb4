import { createRandom, type Matrix, matrixFromRows, row } from "@undertone/core";
import { argmaxRows, plda } from "@undertone/learn";
import { describe, expect, it } from "vitest";
import { embedFold } from "./embed-fold.ts";

const settings = {
	components: 4,
	mostFrames: 2000,
	backgroundIterations: 10,
	leastVariance: 0.05,
	iterations: 5,
	dimensions: [2, 4],
	seed: 1,
};

/** Forty clips of sixty frames of four sounds; in every other clip all sounds are brighter. */
function clips(): Matrix[] {
	const random = createRandom(5);
	return Array.from({ length: 40 }, (_, i) =>
		matrixFromRows(
			Array.from({ length: 60 }, (__, t) => [
				8 * (t % 2) + random.normal(),
				8 * (t % 4 < 2 ? 0 : 1) + random.normal() + (i % 2 === 0 ? 0 : 1.5),
			]),
		),
	);
}

const fold = {
	train: Int32Array.from({ length: 30 }, (_, i) => i),
	test: Int32Array.from({ length: 10 }, (_, i) => 30 + i),
};

describe("embedFold", () => {
	it("gives every clip a vector of each dimension, of length √d", async () => {
		const embedded = await embedFold(clips(), fold, settings);
		expect(embedded.map(({ dimensions }) => dimensions)).toEqual([2, 4]);
		for (const { dimensions, train, test } of embedded) {
			expect([train.rows, test.rows, train.columns]).toEqual([30, 10, dimensions]);
			for (let r = 0; r < 10; r++) {
				const squares = Array.from(row(test, r)).reduce((sum, value) => sum + value * value, 0);
				expect(squares).toBeCloseTo(dimensions, 4);
			}
		}
	});

	it("keeps what clips differ in", async () => {
		const [two] = await embedFold(clips(), fold, settings);
		const { train, test } = two as NonNullable<typeof two>;
		const model = await plda().fit(
			{ x: train, y: fold.train.map((i) => i % 2), labels: ["neutral", "angry"] },
			{ seed: 1 },
		);
		expect([...argmaxRows(await model.predict(test))]).toEqual(Array.from(fold.test, (i) => i % 2));
	});

	it("learns nothing from the test clips", async () => {
		const plain = clips();
		const changed = plain.map((clip, i) =>
			i === 35 ? { ...clip, data: clip.data.map((value) => 3 * value + 1) } : clip,
		);
		const [one, other] = await Promise.all([plain, changed].map((all) => embedFold(all, fold, settings)));
		for (const [s, { train, test }] of (one ?? []).entries()) {
			expect(other?.[s]?.train).toEqual(train);
			for (const r of [0, 4, 6, 9]) expect(row(other?.[s]?.test as Matrix, r)).toEqual(row(test, r));
			expect(row(other?.[s]?.test as Matrix, 5)).not.toEqual(row(test, 5));
		}
	});

	it("says how far it has come, and ends when it is cancelled", async () => {
		const shares: number[] = [];
		await embedFold(clips(), fold, settings, { onProgress: (share) => shares.push(share) });
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares.at(-1)).toBe(1);
		await expect(embedFold(clips(), fold, settings, { signal: AbortSignal.abort() })).rejects.toMatchObject({
			code: "cancelled",
		});
	});
});
