import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ContourFunctional, contourFunctionals, contourFunctionalTexts } from "./contour-functionals.ts";

const all = Object.keys(contourFunctionalTexts) as ContourFunctional[];
const step = 0.01;

describe("contourFunctionals", () => {
	it("gives by hand what it names", () => {
		const values = Float64Array.of(1, 2, Number.NaN, 3, 4, 10);
		expect(contourFunctionals(values, { names: all, step })).toMatchObject({
			mean: 4,
			deviation: Math.sqrt(10),
			minimum: 1,
			maximum: 10,
			percentile50: 3,
			percentile20: expect.closeTo(1.8, 9),
			percentile80: expect.closeTo(5.2, 9),
			range10to90: expect.closeTo(7.6 - 1.4, 9),
			fallingSlopeMean: 0,
			definedShare: 5 / 6,
		});
	});

	it("takes the voiced frames, the unvoiced ones or all", () => {
		const values = Float64Array.of(1, 2, 3, 4);
		const f0 = Float64Array.of(100, Number.NaN, 100);
		const meanOver = (over: "voiced" | "unvoiced" | "all") =>
			contourFunctionals(values, { names: ["mean"], step, over, f0 }).mean;
		expect([meanOver("voiced"), meanOver("unvoiced"), meanOver("all")]).toEqual([2, 3, 2.5]);
	});

	it("a straight line has its slope as trend, as rising slope and as mean change", () => {
		const { slope, risingSlopeMean, change } = contourFunctionals(Float64Array.of(0, 1, 2, 3, 4, 5), {
			names: ["slope", "risingSlopeMean", "change"],
			step,
		});
		expect(slope).toBeCloseTo(100, 9);
		expect(change).toBeCloseTo(100, 9);
		// The moving average flattens its ends: from 0.5 to 4.5.
		expect(risingSlopeMean).toBeCloseTo(80, 9);
	});

	it("order, scale and shift: percentiles rise, everything scales, only places shift", () => {
		const places: readonly ContourFunctional[] = [
			"percentile10",
			"percentile20",
			"percentile50",
			"percentile80",
		];
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 40 }),
				fc.double({ min: 0.1, max: 10, noNaN: true }),
				(list, gain) => {
					const values = Float64Array.from(list);
					const own = contourFunctionals(values, { names: all, step });
					const scaled = contourFunctionals(
						values.map((x) => gain * x + 7),
						{ names: all, step },
					);
					for (const [i, name] of places.slice(1).entries()) {
						expect(own[name]).toBeGreaterThanOrEqual(own[places[i] as ContourFunctional]);
					}
					for (const name of ["deviation", "change", "range20to80"] as const) {
						expect(scaled[name]).toBeCloseTo(gain * own[name], 6);
					}
					expect(scaled.mean).toBeCloseTo(gain * own.mean + 7, 6);
				},
			),
			{ numRuns: 50 },
		);
	});

	it("gives NaN of nothing, and refuses voiced frames without a pitch", () => {
		const none = contourFunctionals(Float64Array.of(Number.NaN), { names: all, step });
		for (const name of all) if (name !== "definedShare") expect(none[name]).toBeNaN();
		expect(() => contourFunctionals(new Float64Array(2), { names: ["mean"], step, over: "voiced" })).toThrow(
			/over "voiced" needs f0/,
		);
	});
});
