import { describe, expect, it } from "vitest";
import { normaliseTraining } from "./normalise-training.ts";

/** Two speakers, one four times as loud and 100 higher; the third row of each is in no training part. */
const x = {
	rows: 8,
	columns: 1,
	data: Float32Array.of(0, 2, 4, 9, 100, 108, 116, 9),
};
const clips = {
	versions: [x],
	data: { x, y: new Int32Array(8), labels: ["neutral"] },
	speakers: ["a", "a", "a", "a", "b", "b", "b", "b"],
	emotions: new Array(8).fill("neutral"),
};

describe("normaliseTraining", () => {
	const [out] = normaliseTraining(clips, Int32Array.of(0, 1, 2, 4, 5, 6));
	const values = [...(out?.data ?? [])];

	it("brings speakers closer, in level and in range, and keeps the order of each one's clips", () => {
		const [a, b] = [values.slice(0, 3), values.slice(4, 7)] as [number[], number[]];
		const mean = (numbers: number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
		// With three clips, three fifths of the distance to the population's 55 are taken away on either side.
		expect(mean(b) - mean(a)).toBeLessThan(0.7 * 106);
		expect(b[0]).toBeLessThan(b[1] as number);
		expect((b[2] as number) - (b[0] as number)).toBeLessThan(16);
		expect((a[2] as number) - (a[0] as number)).toBeGreaterThan(4);
	});

	it("leaves rows that are not trained on out", () => {
		expect([values[3], values[7]]).toEqual([0, 0]);
	});
});
