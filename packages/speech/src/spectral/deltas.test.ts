import { describe, expect, it } from "vitest";
import { deltas } from "./deltas.ts";

const column = (values: readonly number[]) => ({
	rows: values.length,
	columns: 1,
	data: Float64Array.from(values),
});

describe("deltas", () => {
	it("of a line are its slope, at the ends too", () => {
		expect(deltas(column([...Array(12).keys()].map((t) => 3 * t - 1))).data).toBeCloseToArray(
			Array(12).fill(3),
			{
				rtol: 1e-12,
				atol: 0,
			},
		);
	});

	it("of second order of a parabola are its second derivative", () => {
		expect(deltas(column([...Array(11).keys()].map((t) => t * t)), { order: 2 }).data).toBeCloseToArray(
			Array(11).fill(2),
			{ rtol: 1e-10, atol: 0 },
		);
	});

	it("by hand: width 3 is half the difference of the neighbours", () => {
		expect(deltas(column([0, 1, 4, 9]), { width: 3 }).data).toBeCloseToArray([2, 2, 4, 4], {
			rtol: 1e-12,
			atol: 0,
		});
	});

	it("refuse too few frames", () => {
		expect(() => deltas(column([1, 2, 3]))).toThrow(
			"deltas: there must be at least width = 9 frames, got 3.",
		);
	});
});
