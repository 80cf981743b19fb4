import { describe, expect, it } from "vitest";
import { degradePicture } from "./degrade-picture.ts";

const side = 48;
/** One white pixel on black. */
const dot = Uint8Array.from({ length: side * side }, (_, i) => (i === 24 * side + 24 ? 255 : 0));
const grey = new Uint8Array(side * side).fill(120);

describe("degradePicture", () => {
	it("leaves a good picture as it is", () => {
		expect(degradePicture(dot, { kind: "none" }, 1)).toBe(dot);
	});

	it("blurs by a Gaussian: a dot becomes 255 / (2 π σ²) high, alike to all sides", () => {
		const blurred = degradePicture(dot, { kind: "blurred", sigma: 1.5 }, 1);
		// 18.0 by the formula; both passes round, and the kernel is sampled and cut.
		expect(Math.abs((blurred[24 * side + 24] as number) - 255 / (2 * Math.PI * 1.5 ** 2))).toBeLessThan(1);
		expect(blurred[24 * side + 22]).toBe(blurred[22 * side + 24]);
	});

	it("keeps flat grey when blurring", () => {
		expect(degradePicture(grey, { kind: "blurred", sigma: 2.5 }, 1)).toEqual(grey);
	});

	it("darkens with noise, the same for the same seed", () => {
		const dark = degradePicture(grey, { kind: "dark", by: 8 }, 7);
		const mean = dark.reduce((sum, value) => sum + value, 0) / dark.length;
		// 120 / 8, noise of 1.5 over 2,304 pixels.
		expect(Math.abs(mean - 15)).toBeLessThan(0.2);
		expect(new Set(dark).size).toBeGreaterThan(5);
		expect(degradePicture(grey, { kind: "dark", by: 8 }, 7)).toEqual(dark);
	});
});
