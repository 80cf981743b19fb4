import { expect, it } from "vitest";
import { clampFeatures, featureBounds } from "./clamp-features.ts";

it("keeps every feature within so many deviations of the rows it was made from", () => {
	const x = { rows: 4, columns: 2, data: Float32Array.of(0, 5, 2, 5, 4, 5, 6, 5) };
	// Mean 3, deviation √5; the second feature does not vary.
	const bounds = featureBounds(x, 2);
	const { data } = clampFeatures(
		{ rows: 2, columns: 2, data: Float32Array.of(100, 7, -100, Number.NaN) },
		bounds,
	);
	expect(data[0]).toBeCloseTo(3 + 2 * Math.sqrt(5), 4);
	expect(data[2]).toBeCloseTo(3 - 2 * Math.sqrt(5), 4);
	expect(data[3]).toBeNaN();
});
