import { describe, expect, it } from "vitest";
import { linearDiscriminant } from "./classical/linear-discriminant.ts";
import { nearestNeighbours } from "./classical/nearest-neighbours.ts";
import { ensemble } from "./ensemble.ts";
import { blobs } from "./testing/blobs.ts";
import { describeEstimator } from "./testing/estimator-conformance.ts";

describeEstimator(() => ({
	name: "lda",
	fit: async (data, options) =>
		ensemble(
			[
				await linearDiscriminant().fit(data, options),
				await linearDiscriminant({ shrinkage: 0.5 }).fit(data, options),
			],
			[2, 1],
		),
}));

describe("ensemble", () => {
	it("gives the weighted mean of its models' probabilities", async () => {
		const data = blobs(90, 1);
		const a = await linearDiscriminant().fit(data, { seed: 1 });
		const b = await nearestNeighbours().fit(data, { seed: 1 });
		const [pa, pb, both] = await Promise.all(
			[a, b, ensemble([a, b], [3, 1])].map((model) => model.predict(data.x)),
		);
		const expected = Array.from(pa!.data, (p, i) => 0.75 * p + 0.25 * (pb!.data[i] as number));
		expect(both!.data).toBeCloseToArray(expected, { rtol: 1e-4, atol: 1e-6 });
	});

	it("refuses models that answer different questions", async () => {
		const a = await linearDiscriminant().fit(blobs(90, 1), { seed: 1 });
		const b = await linearDiscriminant().fit({ ...blobs(90, 1), labels: ["x", "y", "z"] }, { seed: 1 });
		expect(() => ensemble([a, b])).toThrow(/all models must have labels sad, happy, angry and 6 features/);
		expect(() => ensemble([])).toThrow("there must be at least one model");
	});
});
