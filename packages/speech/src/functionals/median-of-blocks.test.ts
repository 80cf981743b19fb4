import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { medianOfBlocks } from "./median-of-blocks.ts";

describe("medianOfBlocks", () => {
	it("is the middle value, or the mean of the two in the middle", () => {
		expect(medianOfBlocks([Float32Array.of(3, 1), Float32Array.of(2)])).toBe(2);
		expect(medianOfBlocks([Float32Array.of(4, 1, 2, 8)])).toBe(3);
		expect(medianOfBlocks([])).toBeNaN();
	});

	it.each([100_000, 100_001])("of %i values it is what putting them in order gives", (n) => {
		const random = createRandom(2);
		const values = Float32Array.from({ length: n }, () => Math.exp(10 * random.normal()));
		const sorted = values.slice().sort();
		const [below, above] = [sorted[(n >> 1) - 1] as number, sorted[n >> 1] as number];
		const expected = n % 2 === 1 ? above : Math.fround((above + below) / 2);
		expect(medianOfBlocks([values.subarray(0, 70_001), values.subarray(70_001)])).toBe(expected);
	});

	it("of many equal values it is that value", () => {
		expect(medianOfBlocks([new Float32Array(90_000), new Float32Array(90_000)])).toBe(0);
	});
});
