import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { movePicture } from "./move-picture.ts";

const side = 48;
/** A white square of 12 pixels in the middle of black. */
const square = Uint8Array.from({ length: side * side }, (_, i) =>
	Math.abs((i % side) - 23.5) < 6 && Math.abs(Math.floor(i / side) - 23.5) < 6 ? 255 : 0,
);

function middle(pixels: Uint8Array): [x: number, y: number] {
	const bright = [...pixels.keys()].filter((i) => (pixels[i] as number) > 128);
	const mean = (of: (i: number) => number): number =>
		bright.reduce((sum, i) => sum + of(i), 0) / bright.length;
	return [mean((i) => i % side), mean((i) => Math.floor(i / side))];
}

describe("movePicture", () => {
	it("leaves a single picture as it is", () => {
		expect(movePicture(square, 1, createRandom(1))).toEqual([square]);
	});

	it("drifts by no more than 4 % of the side either way, a little in each frame", () => {
		const places = movePicture(square, 6, createRandom(3)).map(middle);
		// 4 % of 48 pixels, and half a pixel for the grid.
		for (const [x, y] of places) {
			expect(Math.abs(x - 23.5)).toBeLessThan(2.5);
			expect(Math.abs(y - 23.5)).toBeLessThan(2.5);
		}
		const steps = places
			.slice(1)
			.map(([x, y], i) => Math.hypot(x - (places[i]?.[0] ?? 0), y - (places[i]?.[1] ?? 0)));
		expect(Math.max(...steps)).toBeLessThan(1.5);
		expect(steps.some((step) => step > 0.1)).toBe(true);
	});

	it("gives the same frames for the same seed", () => {
		expect(movePicture(square, 3, createRandom(5))).toEqual(movePicture(square, 3, createRandom(5)));
	});
});
