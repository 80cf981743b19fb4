import { expect, it } from "vitest";
import { unfamiliarity } from "./unfamiliarity.ts";

const normalisation = { mean: [0, 10, 5], deviation: [1, 2, 0] };

it("is the mean squared distance in deviations, over the features that are defined and vary", () => {
	expect(unfamiliarity([0, 10, 99], normalisation)).toBe(0);
	expect(unfamiliarity([1, 14, 99], normalisation)).toBe((1 + 4) / 2);
	expect(unfamiliarity([Number.NaN, 14, 99], normalisation)).toBe(4);
	expect(unfamiliarity([1000, 10, 99], normalisation)).toBe(32);
	expect(unfamiliarity([Number.NaN, Number.NaN, 1], normalisation)).toBeNaN();
});
