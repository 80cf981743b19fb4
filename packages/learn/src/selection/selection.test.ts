import { createRandom, matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { linearDiscriminant } from "../classical/linear-discriminant.ts";
import { svm } from "../classical/svm.ts";
import type { Dataset } from "../dataset.ts";
import { blobs } from "../testing/blobs.ts";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { fStatistics } from "./f-statistics.ts";
import { mrmr } from "./mrmr.ts";
import { permutationImportance } from "./permutation-importance.ts";
import { sequentialSelection } from "./sequential-selection.ts";
import { withFeatures } from "./with-features.ts";

describeEstimator(() => withFeatures(svm(), (data) => mrmr(data, 4)));

/** Column 0 tells the classes; 1 is a copy of it; 2 tells them less, but by itself; 3 and 4 are noise. */
function copies(rows: number, seed: number, second = 1.5): Dataset {
	const random = createRandom(seed);
	const y = Int32Array.from({ length: rows }, (_, i) => i % 2);
	const x = matrixFromRows(
		Array.from(y, (c) => {
			const main = 3 * c + random.normal();
			return [
				main,
				main + 0.05 * random.normal(),
				second * c + random.normal(),
				random.normal(),
				random.normal(),
			];
		}),
	);
	return { x, y, labels: ["sad", "happy"] };
}

describe("fStatistics", () => {
	it("are between over within, by hand", () => {
		// Classes (1, 2, 3) and (5, 6, 7): between 24 / 1, within 4 / 4. A constant column gives 0.
		const x = matrixFromRows([1, 2, 3, 5, 6, 7].map((value) => [value, 4]));
		const data = { x, y: Int32Array.of(0, 0, 0, 1, 1, 1), labels: ["a", "b"] };
		expect(fStatistics(data)).toBeCloseToArray([24, 0], { rtol: 1e-5, atol: 1e-9 });
	});
});

describe("mrmr", () => {
	it("takes the best feature and then not its copy", () => {
		// F is about 75 d² for a distance d; the copy's is divided by its correlation of 1, the other's by 0.65.
		const chosen = mrmr(copies(300, 1, 2.7), 2);
		expect([0, 1]).toContain(chosen[0]);
		expect(chosen[1]).toBe(2);
	});

	it("refuses more features than there are", () => {
		expect(() => mrmr(copies(10, 1), 6)).toThrow("mrmr: k must be a whole number in [1, 5], got 6");
	});
});

describe("permutationImportance", () => {
	it("is high for what the model uses and near 0 for noise; copies count when shuffled together", async () => {
		const model = await linearDiscriminant().fit(copies(300, 1), { seed: 1 });
		const test = copies(300, 2);
		const groups = [[0, 1], [2], [3], [4]];
		const importances = await permutationImportance(model, test, { seed: 1, groups });
		const [pair = 0, weak = 0, ...noise] = importances.map(({ decrease }) => decrease);
		expect(pair).toBeGreaterThan(0.2);
		expect(weak).toBeLessThan(pair);
		for (const value of noise) expect(Math.abs(value)).toBeLessThan(0.02);
		expect(importances[0]?.columns).toEqual([0, 1]);
	});
});

describe("sequentialSelection", () => {
	it("begins with a feature that tells most and stops when no other helps", async () => {
		const steps = await sequentialSelection(linearDiscriminant(), copies(200, 3), { seed: 1, most: 5 });
		expect([0, 1]).toContain(steps[0]?.columns[0]);
		expect(steps[1]?.columns[1]).toBe(2);
		expect(steps[1]!.uar).toBeGreaterThan(steps[0]!.uar);
	});

	it("keeps speakers together in its inner folds", async () => {
		const data = blobs(60, 1);
		const groups = Array.from(data.y, () => "one speaker");
		await expect(
			sequentialSelection(linearDiscriminant(), { ...data, groups }, { seed: 1, most: 1 }),
		).rejects.toThrow("at least two speakers");
	});
});
