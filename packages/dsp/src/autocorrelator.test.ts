import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createAutocorrelator } from "./autocorrelator.ts";
import { createRowMultiplier } from "./row-multiplier.ts";

const random = createRandom(3);

describe("createAutocorrelator", () => {
	it.each([64, 128, 2048])("equals the sum of products for frames padded to %i", (size) => {
		const simd = createAutocorrelator(size, 20);
		const plain = createAutocorrelator(size, 20, null);
		const length = size - 20;
		for (let i = 0; i < 3 * size; i++) {
			const x = i % size < length ? random.normal() : 0;
			simd.frames()[i] = x;
			plain.frames()[i] = x;
		}
		const expected: number[] = [];
		for (let r = 0; r < 3; r++) {
			for (let lag = 0; lag < 20; lag++) {
				let sum = 0;
				for (let i = 0; i + lag < length; i++) {
					sum += plain.frames()[r * size + i]! * plain.frames()[r * size + i + lag]!;
				}
				expected.push(sum);
			}
		}
		expect(plain.correlate(3)).toBeCloseToArray(expected, { rtol: 1e-12, atol: 1e-9 });
		expect([...simd.correlate(3)].map((x) => x + 0)).toEqual([...plain.correlate(3)].map((x) => x + 0));
	});
});

describe("createRowMultiplier", () => {
	it.each([1, 7, 8, 40])("gives the same bits in WebAssembly and in TypeScript for %i columns", (columns) => {
		const n = 13;
		const matrix = Float64Array.from({ length: n * columns }, () => random.normal());
		const rows = Float64Array.from({ length: 50 * n }, () => random.normal());
		const plain = createRowMultiplier(matrix, n, columns, null)(rows, 50);
		expect(createRowMultiplier(matrix, n, columns)(rows, 50)).toEqual(plain);
	});

	it("multiplies by hand", () => {
		expect([...createRowMultiplier(Float64Array.of(1, 2, 3, 4), 2, 2)(Float64Array.of(10, 1), 1)]).toEqual([
			13, 24,
		]);
	});
});
