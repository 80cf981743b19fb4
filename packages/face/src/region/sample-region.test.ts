import { describe, expect, it } from "vitest";
import type { RgbaImage } from "../image.ts";
import { sampleRegion } from "./sample-region.ts";

/** Red grows to the right, green downwards, blue is 255. */
function ramp(width: number, height: number): RgbaImage {
	const data = new Uint8Array(4 * width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) data.set([x, y, 255, 255], 4 * (y * width + x));
	}
	return { width, height, data };
}

const whole = { centerX: 4, centerY: 4, width: 8, height: 8, rotation: 0 };
const plain = { width: 8, height: 8, low: 0, high: 255, outside: "edge" } as const;

describe("sampleRegion", () => {
	it("gives the picture itself back where region and result are the picture", () => {
		const image = ramp(8, 8);
		const expected = [...image.data].filter((_, i) => i % 4 !== 3);
		expect(sampleRegion(image, whole, plain)).toBeCloseToArray(expected, { rtol: 0, atol: 1e-4 });
	});

	it("averages what falls together", () => {
		const half = sampleRegion(ramp(8, 8), whole, { ...plain, width: 2, height: 2 });
		// Columns 0–3 and 4–7, rows likewise.
		expect(half).toBeCloseToArray([1.5, 1.5, 255, 5.5, 1.5, 255, 1.5, 5.5, 255, 5.5, 5.5, 255], {
			rtol: 0,
			atol: 1e-4,
		});
	});

	it("turns clockwise with the region: a quarter turn reads columns as rows", () => {
		const turned = sampleRegion(ramp(8, 8), { ...whole, rotation: Math.PI / 2 }, plain);
		// The region's top left corner is the picture's top right one.
		expect(turned.subarray(0, 3)).toBeCloseToArray([7, 0, 255], { rtol: 0, atol: 1e-3 });
		expect(turned.subarray(3, 6)).toBeCloseToArray([7, 1, 255], { rtol: 0, atol: 1e-3 });
	});

	it("is black or the nearest edge outside, and maps 0–255 to what is asked", () => {
		const beside = { ...whole, centerX: -20 };
		const black = sampleRegion(ramp(8, 8), beside, { ...plain, low: -1, high: 1, outside: "black" });
		expect(black.every((value) => value === -1)).toBe(true);
		const edge = sampleRegion(ramp(8, 8), beside, { ...plain, low: -1, high: 1 });
		expect(edge[0]).toBe(-1);
		expect(edge[2]).toBeCloseTo(1, 6);
	});
});
