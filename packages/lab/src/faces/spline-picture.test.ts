import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { splineCoefficients, splineValue } from "./spline-picture.ts";

const side = 24;
const random = createRandom(3);

function splineOf(value: (x: number, y: number) => number): (x: number, y: number) => number {
	const coefficients = Float32Array.from({ length: side * side }, (_, i) =>
		value(i % side, Math.floor(i / side)),
	);
	splineCoefficients(coefficients, side);
	return (x, y) => splineValue(coefficients, side, x, y);
}

/** Places between pixels, the edges far. */
const places = Array.from({ length: 200 }, () => [8 + 8 * random.next(), 8 + 8 * random.next()] as const);

describe("a cubic spline through a picture", () => {
	it("goes through every pixel, to the very edges", () => {
		const picture = Float32Array.from({ length: side * side }, () => random.normal());
		const spline = splineOf((x, y) => picture[y * side + x] as number);
		const values = picture.map((_, i) => spline(i % side, Math.floor(i / side)));
		expect(values).toBeCloseToArray(picture, { rtol: 0, atol: 2e-6 });
	});

	it("is one grey where the picture is, edges and all", () => {
		const spline = splineOf(() => 0.7);
		for (const [x, y] of [[0, 0], [0.5, 22.5], [22.9, 0.1], [23, 23], ...places] as const) {
			expect(spline(x, y)).toBeCloseTo(0.7, 6);
		}
	});

	it("reproduces polynomials of the third degree far from the edges", () => {
		const value = (x: number, y: number): number => (x / 12 - 1) ** 3 - (y / 12 - 1) ** 2 * (x / 12 - 1);
		const spline = splineOf(value);
		// What the mirrored edges do to the coefficients fades by 3.7 a pixel.
		for (const [x, y] of places) expect(Math.abs(spline(x, y) - value(x, y))).toBeLessThan(1e-4);
	});

	it("keeps halfway between pixels what its frequency response says of a fine pattern", () => {
		// Four pixels a wave: what straight lines halfway between pixels weaken to cos(π/4), 0.71.
		const spline = splineOf((x) => Math.cos((Math.PI * x) / 2 - Math.PI / 4));
		// The B-spline's (23 cos(π/4) + cos(3π/4)) / 24 over the filter's (2 + cos(π/2)) / 3.
		const kept = (22 * Math.SQRT1_2) / 24 / (2 / 3);
		expect(kept).toBeGreaterThan(0.97);
		for (const x of [10.5, 12.5]) expect(Math.abs(spline(x, 12))).toBeCloseTo(kept, 4);
	});
});
