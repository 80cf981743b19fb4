import { describe, expect, it } from "vitest";
import { fitSequence } from "./fit-sequence.ts";

const clip = Float32Array.of(0, 10, 2, 20, 4, 30, 6, 40);

describe("fitSequence", () => {
	it("averages frames, keeps the middle of what is long, and fills what is short with NaN", () => {
		const none = { normalise: "none" } as const;
		expect([...fitSequence(clip, 2, { frames: 2, step: 2, ...none })]).toEqual([1, 15, 5, 35]);
		expect([...fitSequence(clip, 2, { frames: 2, step: 1, ...none })]).toEqual([2, 20, 4, 30]);
		expect([...fitSequence(clip, 2, { frames: 3, step: 2, ...none })]).toEqual([1, 15, 5, 35, NaN, NaN]);
	});

	it("takes out the level, or the mean of every band", () => {
		expect([...fitSequence(clip, 2, { frames: 4, step: 1, normalise: "bands" })]).toEqual([
			-3, -15, -1, -5, 1, 5, 3, 15,
		]);
		const level = fitSequence(clip, 2, { frames: 4, step: 1, normalise: "level" });
		expect(level.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 4);
		expect((level[1] as number) - (level[0] as number)).toBe(10);
	});
});
