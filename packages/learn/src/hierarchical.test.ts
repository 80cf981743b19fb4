import { describe, expect, it } from "vitest";
import { linearDiscriminant } from "./classical/linear-discriminant.ts";
import { svm } from "./classical/svm.ts";
import { hierarchical } from "./hierarchical.ts";
import { chooseEstimator } from "./selection/choose-estimator.ts";
import { mrmr } from "./selection/mrmr.ts";
import { withFeatures } from "./selection/with-features.ts";
import { blobs } from "./testing/blobs.ts";
import { describeEstimator } from "./testing/estimator-conformance.ts";

const excited = { estimator: withFeatures(svm(), (data) => mrmr(data, 3)), groups: ["happy", "angry"] };
describeEstimator(() => hierarchical({ estimator: linearDiscriminant(), groups: ["sad", excited, "bored"] }));

describe("hierarchical", () => {
	it("gives a label the product of the probabilities on its path", async () => {
		const data = blobs(150, 1);
		const tree = { estimator: linearDiscriminant(), groups: ["happy", "angry"] };
		const model = await hierarchical({ estimator: linearDiscriminant(), groups: ["sad", tree] }).fit(data, {
			seed: 1,
		});
		const grouped = { ...data, y: data.y.map((c) => (c === 0 ? 0 : 1)), labels: ["sad", "excited"] };
		const top = await (await linearDiscriminant().fit(grouped, { seed: 1 })).predict(data.x);
		const p = await model.predict(data.x);
		for (let r = 0; r < 150; r++) expect(p.data[r * 3]).toBeCloseTo(top.data[r * 2] as number, 4);
	});

	it("lets every decision choose for itself, and says what each chose", async () => {
		const choices = [
			{ name: "svm", estimator: svm() },
			{ name: "lda", estimator: linearDiscriminant() },
		];
		const data = { ...blobs(150, 1), groups: Array.from({ length: 150 }, (_, r) => `${r % 5}`) };
		const tree = { estimator: chooseEstimator(choices.slice(1)), groups: ["happy", "angry"] };
		const model = await hierarchical({ estimator: chooseEstimator(choices), groups: ["sad", tree] }).fit(
			data,
			{
				seed: 1,
			},
		);
		expect(model.summary.chosen).toEqual([
			expect.stringMatching(/^sad against happy\+angry: (svm|lda)$/),
			"happy against angry: lda",
		]);
	});

	it("refuses a hierarchy that repeats or lacks a label, or decides nothing", async () => {
		const estimator = linearDiscriminant();
		expect(() => hierarchical({ estimator, groups: ["sad", "sad"] })).toThrow("every label must occur once");
		expect(() => hierarchical({ estimator, groups: ["sad"] })).toThrow(
			"between two groups or more, got 1 (sad)",
		);
		await expect(
			hierarchical({ estimator, groups: ["sad", "happy"] }).fit(blobs(60, 1), { seed: 1 }),
		).rejects.toThrow("must hold all labels, but has no angry; it has sad, happy");
	});
});
