import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { integralImage, rectangleSum } from "./integral-image.ts";

describe("integralImage", () => {
	it("sums a 2 × 2 picture by hand", () => {
		const { sum, squares, stride } = integralImage({ width: 2, height: 2, data: Uint8Array.of(1, 2, 3, 4) });
		expect(stride).toBe(3);
		expect([...sum]).toEqual([0, 0, 0, 0, 1, 3, 0, 4, 10]);
		expect(squares.at(-1)).toBe(1 + 4 + 9 + 16);
	});

	it("gives the same rectangle sums as adding the pixels one by one", () => {
		const random = createRandom(1);
		const width = 17;
		const height = 11;
		const data = Uint8Array.from({ length: width * height }, () => random.integer(256));
		const { sum, stride } = integralImage({ width, height, data });
		for (let trial = 0; trial < 100; trial++) {
			const x = random.integer(width);
			const y = random.integer(height);
			const w = 1 + random.integer(width - x);
			const h = 1 + random.integer(height - y);
			let slow = 0;
			for (let r = y; r < y + h; r++) for (let c = x; c < x + w; c++) slow += data[r * width + c] as number;
			expect(rectangleSum(sum, stride, x, y, w, h)).toBe(slow);
		}
	});
});
