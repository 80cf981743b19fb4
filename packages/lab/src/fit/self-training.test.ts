import { matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import type { FitJob } from "./fit-job.ts";
import { pseudoLabels, withPseudoLabels } from "./self-training.ts";

const probabilities = matrixFromRows([
	[0.9, 0.1],
	[0.6, 0.4],
	[0.2, 0.8],
	[0.7, 0.3],
	[0.45, 0.55],
]);

describe("pseudoLabels", () => {
	it("takes of every predicted class the share that is surest, at least one", () => {
		expect(pseudoLabels(probabilities, 0.5)).toEqual({ rows: [0, 3, 2], y: [0, 0, 1] });
		expect(pseudoLabels(probabilities, 0.01)).toEqual({ rows: [0, 2], y: [0, 1] });
	});

	it("takes all with a share of 1", () => {
		expect(pseudoLabels(probabilities, 1).rows.toSorted()).toEqual([0, 1, 2, 3, 4]);
	});
});

describe("withPseudoLabels", () => {
	const job: FitJob = {
		classifier: { kind: "lda" },
		train: {
			x: matrixFromRows([
				[1, 2],
				[3, 4],
			]),
			y: Int32Array.of(0, 1),
			labels: ["neutral", "happy"],
			allowed: Uint8Array.of(1, 0, 0, 1),
			groups: ["a", "b"],
		},
		sampleWeights: Float32Array.of(0.5, 2),
		seed: 1,
		predict: [
			matrixFromRows([]),
			matrixFromRows([
				[5, 6],
				[7, 8],
				[9, 10],
			]),
		],
	};

	it("joins them to the training part with their weight, all classes allowed", () => {
		const { train, sampleWeights } = withPseudoLabels(job, { rows: [2, 0], y: [1, 0] }, 3);
		expect([...train.x.data]).toEqual([1, 2, 3, 4, 9, 10, 5, 6]);
		expect([...train.y]).toEqual([0, 1, 1, 0]);
		expect([...(train.allowed ?? [])]).toEqual([1, 0, 0, 1, 1, 1, 1, 1]);
		expect([...(sampleWeights ?? [])]).toEqual([0.5, 2, 3, 3]);
		expect(new Set(train.groups).size).toBe(4);
	});

	it("leaves the fit it is given as it was", () => {
		const before = structuredClone(job);
		withPseudoLabels(job, { rows: [1], y: [1] }, 1);
		expect(job).toEqual(before);
	});
});
