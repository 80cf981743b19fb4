import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { faceWarp, interpolations, type WarpRanges, warpFace } from "./warp-face.ts";

const side = 12;
const still: WarpRanges = { rotation: 0, scale: 0, shift: 0, light: 0, erase: 0 };
/** No two pixels alike. */
const picture = Float32Array.from({ length: side * side }, (_, i) => i / (side * side) - 0.5);
const mirrored = picture.map((_, i) => picture[i + (side - 1) - 2 * (i % side)] as number);

function warped(seed: number, ranges: Partial<WarpRanges>, source = picture): Float32Array {
	const changed = source.slice();
	warpFace(changed, side, createRandom(seed), { ...still, ...ranges });
	return changed;
}
const seeds = Array.from({ length: 200 }, (_, seed) => seed);

describe("warpFace", () => {
	it.each(interpolations)(
		"leaves a picture as it is or mirrors it where nothing may change, each half of the time (%s)",
		(interpolation) => {
			const isKept = seeds.map((seed) => {
				const changed = warped(seed, { interpolation });
				// Weights are those of whole pixels but for the rounding of single precision.
				const near = (other: Float32Array): boolean =>
					changed.every((v, i) => Math.abs(v - other[i]!) < 1e-5);
				expect(near(picture) || near(mirrored)).toBe(true);
				return near(picture);
			});
			const kept = isKept.filter(Boolean).length;
			// 100 of 200, deviation 7.1: four of these.
			expect(Math.abs(kept - 100)).toBeLessThan(29);
		},
	);

	it("repeats the edges where the picture does not reach", () => {
		const flat = new Float32Array(side * side).fill(0.7);
		const ranges = { rotation: 45, scale: 0.4, shift: 0.4 };
		for (const seed of seeds.slice(0, 20)) {
			for (const interpolation of interpolations) {
				const changed = warped(seed, { ...ranges, interpolation }, flat);
				expect(changed).toBeCloseToArray(flat, { rtol: 0, atol: 1e-6 });
			}
		}
		// Columns that rise from left to right, shifted sideways: beyond the rim stands the value of the rim.
		const ramp = Float32Array.from({ length: side * side }, (_, i) => i % side);
		for (const seed of seeds.slice(0, 20)) {
			const changed = warped(seed, { shift: 0.4 }, ramp);
			expect(Math.min(...changed)).toBeGreaterThanOrEqual(0);
			expect(Math.max(...changed)).toBeLessThanOrEqual(side - 1);
			for (let y = 0; y < side; y++) {
				const row = [...changed.subarray(y * side, (y + 1) * side)];
				expect([0, side - 1].some((rim) => row.includes(rim))).toBe(true);
			}
		}
	});

	it("stays sharp between pixels by a spline, where straight lines blur", () => {
		// A wave of four pixels, shifted by random parts of them: 1/2 of its variance is left whole, by lines 1/3.
		const wave = Float32Array.from({ length: side * side }, (_, i) => Math.cos((Math.PI * (i % side)) / 2));
		const variance = (interpolation: WarpRanges["interpolation"]): number => {
			let sum = 0;
			for (const seed of seeds) {
				const changed = warped(seed, { shift: 0.2, interpolation }, wave);
				for (let x = 4; x < 8; x++) sum += (changed[6 * side + x] as number) ** 2 / 4;
			}
			return sum / seeds.length;
		};
		// Of (1 − t)² + t² (and 2t(1 − t) times the cosine between neighbours, 0) the mean over t is 2/3.
		expect(variance("bilinear")).toBeCloseTo(1 / 3, 1);
		expect(variance("cubic-spline")).toBeGreaterThan(0.45);
	});

	it("changes the light by no more than its range: gain, then a shift", () => {
		for (const seed of seeds.slice(0, 20)) {
			const changed = warped(seed, { light: 0.25 });
			const gain =
				(Math.max(...changed) - Math.min(...changed)) / (Math.max(...picture) - Math.min(...picture));
			expect(Math.abs(gain - 1)).toBeLessThanOrEqual(0.25 + 1e-5);
			const middle = (Math.max(...changed) + Math.min(...changed)) / 2;
			const before = (Math.max(...picture) + Math.min(...picture)) / 2;
			expect(Math.abs(middle - gain * before)).toBeLessThanOrEqual(0.25 + 1e-5);
		}
	});

	it("blots out one rectangle of one grey, up to a third of each side", () => {
		const flat = new Float32Array(side * side).fill(5);
		for (const seed of seeds.slice(0, 20)) {
			const blotted = [...warped(seed, { erase: 1 }, flat)].flatMap((value, i) =>
				value < 4 ? [{ value, i }] : [],
			);
			const columns = blotted.map(({ i }) => i % side);
			const rows = blotted.map(({ i }) => Math.floor(i / side));
			const width = Math.max(...columns) - Math.min(...columns) + 1;
			const height = Math.max(...rows) - Math.min(...rows) + 1;
			expect(blotted).toHaveLength(width * height);
			expect(new Set(blotted.map(({ value }) => value)).size).toBe(1);
			// 0.35 of 12, rounded.
			expect(Math.max(width, height)).toBeLessThanOrEqual(4);
		}
	});

	it("is the same for the same seed", () => {
		expect(warped(7, faceWarp)).toEqual(warped(7, faceWarp));
		expect(warped(7, faceWarp)).not.toEqual(warped(8, faceWarp));
	});
});
