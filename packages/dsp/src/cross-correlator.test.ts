import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createCrossCorrelator } from "./cross-correlator.ts";
import { createInterpolator } from "./interpolator.ts";

const random = createRandom(4);

describe("createCrossCorrelator", () => {
	it.each([1, 2, 5])("equals the sum of products for %i frames, the same bits in WebAssembly", (count) => {
		const size = 128;
		const winLength = 40;
		const lags = 60;
		const simd = createCrossCorrelator(size, winLength, lags);
		const plain = createCrossCorrelator(size, winLength, lags, null);
		for (let i = 0; i < count * size; i++) {
			const x = i % size < 100 ? random.normal() : 0;
			simd.frames()[i] = x;
			plain.frames()[i] = x;
		}
		const expected: number[] = [];
		for (let r = 0; r < count; r++) {
			for (let lag = 0; lag < lags; lag++) {
				let sum = 0;
				for (let i = 0; i < winLength; i++) {
					sum += (plain.frames()[r * size + i] as number) * (plain.frames()[r * size + i + lag] as number);
				}
				expected.push(sum);
			}
		}
		expect(plain.correlate(count)).toBeCloseToArray(expected, { rtol: 1e-12, atol: 1e-11 });
		expect([...simd.correlate(count)].map((x) => x + 0)).toEqual(
			[...plain.correlate(count)].map((x) => x + 0),
		);
	});

	it("refuses an odd window", () => {
		expect(() => createCrossCorrelator(64, 21, 10)).toThrow(/winLength must be even/);
	});
});

describe("createInterpolator", () => {
	it("gives the same bits in WebAssembly and in TypeScript, across its blocks", () => {
		const taps = 100;
		const kernels = Float64Array.from({ length: 3 * taps }, () => random.normal());
		const x = Float64Array.from({ length: 9000 }, () => random.normal());
		const places = Int32Array.from({ length: 6000 }, (_, i) => Math.floor(i * 1.45));
		const phases = Int32Array.from({ length: 6000 }, (_, i) => i % 3);
		const plain = createInterpolator(kernels, taps, null)(x, places, phases);
		expect(createInterpolator(kernels, taps)(x, places, phases)).toEqual(plain);
		expect(createInterpolator(kernels, taps)(x, new Int32Array(0), new Int32Array(0))).toHaveLength(0);
	});

	it("sums by hand, and refuses taps that are no multiple of four", () => {
		const sum = createInterpolator(Float64Array.of(1, 2, 3, 4), 4);
		expect([...sum(Float64Array.of(1, 0, 0, 10, 5), Int32Array.of(0, 1), Int32Array.of(0, 0))]).toEqual([
			41, 50,
		]);
		expect(() => createInterpolator(new Float64Array(3), 3)).toThrow(/multiple of four/);
	});
});
