import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { neutralFace, parseNeutralFace, relativeToNeutral } from "./neutral-face.ts";

describe("neutralFace", () => {
	it("is the median of the frames, so that a blink does not move it", () => {
		const frames = [{ 43: 0.1 }, { 43: 0.9 }, { 43: 0.12 }];
		expect(neutralFace(frames, "action-units@1")).toEqual({
			format: 1,
			frames: 3,
			estimator: "action-units@1",
			units: { 43: 0.12 },
		});
		expect(neutralFace([{ 1: 0.2 }, { 1: 0.4 }], "x").units[1]).toBeCloseTo(0.3, 12);
	});

	it("needs a frame", () => {
		expect(() => neutralFace([], "x")).toThrow("at least one frame");
	});

	it("comes back from JSON, and nothing else does", () => {
		const neutral = neutralFace([{ 1: 0.2, 12: 0 }], "x");
		expect(parseNeutralFace(JSON.stringify(neutral))).toEqual(neutral);
		for (const text of ["", "{}", "[1]", JSON.stringify({ ...neutral, units: { 1: 3 } })]) {
			expect(() => parseNeutralFace(text)).toThrow("must be a neutral face");
		}
	});
});

describe("relativeToNeutral", () => {
	it("is 0 at the neutral face and 1 at the full unit, and grows in between", () => {
		const neutral = neutralFace([{ 4: 0.4 }], "x");
		expect(relativeToNeutral({ 4: 0.4 }, neutral)[4]).toBe(0);
		expect(relativeToNeutral({ 4: 0.1 }, neutral)[4]).toBe(0);
		expect(relativeToNeutral({ 4: 1 }, neutral)[4]).toBe(1);
		expect(relativeToNeutral({ 4: 0.7 }, neutral)[4]).toBeCloseTo(0.5, 12);
	});

	it("stays in [0, 1], and leaves other units out", () => {
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(share, share, (value, zero) => {
				const relative = relativeToNeutral({ 12: value }, neutralFace([{ 12: zero, 1: 0.5 }], "x"));
				expect(Object.keys(relative)).toEqual(["12"]);
				expect(relative[12]).toBeGreaterThanOrEqual(0);
				expect(relative[12]).toBeLessThanOrEqual(1);
			}),
		);
	});
});
