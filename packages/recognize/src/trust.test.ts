import { describe, expect, it } from "vitest";
import { trustIn } from "./trust.ts";

describe("trustIn", () => {
	it("rises evenly between its two ends", () => {
		const ramp = { none: 10, full: 20 };
		expect([0, 10, 12.5, 20, Number.POSITIVE_INFINITY].map((quality) => trustIn(quality, ramp))).toEqual([
			0, 0, 0.25, 1, 1,
		]);
	});

	it("may be a step, which belongs to the trusted side", () => {
		expect([13.9, 14].map((quality) => trustIn(quality, { none: 14, full: 14 }))).toEqual([0, 1]);
	});
});
