import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { searchRegions } from "./search-regions.ts";

describe("searchRegions", () => {
	it("is the whole picture in a square, unless the search is thorough", () => {
		expect(searchRegions({ width: 640, height: 480 }, false)).toEqual([
			{ centerX: 320, centerY: 240, width: 640, height: 640, rotation: 0 },
		]);
	});

	it("covers every pixel with parts of a quarter", () => {
		const side = fc.integer({ min: 400, max: 3000 });
		fc.assert(
			fc.property(side, side, fc.double({ min: 0, max: 1, noNaN: true }), (width, height, share) => {
				const quarter = Math.max(width, height) / 4;
				const parts = searchRegions({ width, height }, true).filter((part) => part.width === quarter);
				const x = share * width;
				const y = (1 - share) * height;
				const covers = parts.some(
					(part) =>
						Math.abs(part.centerX - x) <= quarter / 2 + 1e-6 &&
						Math.abs(part.centerY - y) <= quarter / 2 + 1e-6,
				);
				expect(covers).toBe(true);
				expect(parts.length).toBeLessThanOrEqual(49);
			}),
		);
	});
});
