import { describe, expect, it } from "vitest";
import { axisTicks, minus, signed } from "./axis.ts";

describe("axisTicks", () => {
	it.each([
		[0, 64.3, [0, 20, 40, 60, 80]],
		[-0.3, 15.4, [-5, 0, 5, 10, 15, 20]],
		[-3.6, 7.5, [-4, -2, 0, 2, 4, 6, 8]],
		[0, 0, [0, 1]],
	])("encloses %d to %d in round numbers", (low, high, ticks) => {
		expect(axisTicks(low, high)).toEqual(ticks);
	});
});

describe("points", () => {
	it("carry their sign, and nothing has none", () => {
		expect([4.06, -0.31, -0.04].map(signed)).toEqual(["+4.1", "−0.3", "0.0"]);
		expect([4.06, -0.31].map(minus)).toEqual(["4.1", "−0.3"]);
	});
});
