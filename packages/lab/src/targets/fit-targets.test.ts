import { createRandom, matrixFromRows } from "@undertone/core";
import { leaveOneSpeakerOut } from "@undertone/learn";
import { describe, expect, it } from "vitest";
import { fitTargets } from "./fit-targets.ts";

describe("fitTargets", () => {
	it("sums the targets of one answer, where a class is two clouds with another class between them", async () => {
		const random = createRandom(4);
		// Targets 0 and 2 lie at −4 and 4 and are both answer 0; target 1 at 0 is answer 1.
		const y = Int32Array.from({ length: 240 }, (_, i) => i % 3);
		const x = matrixFromRows(Array.from(y, (c) => [4 * (c - 1) + random.normal(), random.normal()]));
		const speakers = Array.from(y, (_, i) => `speaker ${i % 4}`);
		const folds = leaveOneSpeakerOut(speakers);
		const data = { x, y, labels: ["low", "middle", "high"] };
		const scores = await fitTargets(data, folds, [0, 1, 0], 1);
		const right = Array.from(y).filter((c, i) => {
			const [outer = 0, inner = 0] = scores.data.subarray(2 * i, 2 * i + 2);
			expect(outer + inner).toBeCloseTo(1, 5);
			return outer > inner === (c !== 1);
		}).length;
		// Gaussians two deviations from the border: 98 % of the outer and 95 % of the inner ones.
		expect(right / 240).toBeGreaterThan(0.93);
		// One target an answer cannot: the two answers have the same mean.
		const joined = { x, y: y.map((c) => (c === 1 ? 1 : 0)), labels: ["outer", "inner"] };
		const plain = await fitTargets(joined, folds, [0, 1], 1);
		const found = Array.from(y).filter((c, i) => {
			const [outer = 0, inner = 0] = plain.data.subarray(2 * i, 2 * i + 2);
			return outer > inner === (c !== 1);
		}).length;
		expect(found / 240).toBeLessThan(0.8);
	});
});
