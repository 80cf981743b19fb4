import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { quantize } from "./quantize.ts";

const random = createRandom(3);
const dims = [4, 3, 2, 2];
const kernel = Float32Array.from({ length: 48 }, (_, i) => (1 + Math.floor(i / 12)) * random.normal());

describe("quantize", () => {
	it("is off by half a step of the channel at most", () => {
		const { values, steps } = quantize(kernel, dims, 0);
		for (const [i, value] of kernel.entries()) {
			const step = steps[Math.floor(i / 12)] as number;
			expect(Math.abs((values[i] as number) * step - value)).toBeLessThanOrEqual(0.5001 * step);
		}
	});

	it("gives each channel's largest number exactly 127 steps", () => {
		const { values, steps } = quantize(kernel, dims, 0);
		for (let c = 0; c < 4; c++) {
			const largest = Math.max(...kernel.slice(12 * c, 12 * c + 12).map(Math.abs));
			expect(steps[c]).toBeCloseTo(largest / 127, 6);
			expect(Math.max(...values.slice(12 * c, 12 * c + 12).map(Math.abs))).toBe(127);
		}
	});

	it("takes the columns of a matrix as channels where the last axis is asked for", () => {
		const { values, steps } = quantize(Float32Array.of(1, 100, -0.6, 40), [2, 2], 1);
		expect([...values]).toEqual([127, 127, -76, 51]);
		expect(steps[0]).toBeCloseTo(1 / 127, 6);
		expect(steps[1]).toBeCloseTo(100 / 127, 6);
	});

	it("has as many steps either side of zero as asked for", () => {
		const { values, steps } = quantize(Float32Array.of(-3, -1.4, 0, 0.4, 0.6, 3), [1, 6], 0, 3);
		expect([...values]).toEqual([-3, -1, 0, 0, 1, 3]);
		expect(steps[0]).toBe(1);
	});

	it("leaves a channel of zeros at zero", () => {
		expect([...quantize(new Float32Array(4), [2, 2], 0).values]).toEqual([0, 0, 0, 0]);
	});
});
