import { matrixFromRows } from "@undertone/core";
import { describe, expect, it } from "vitest";
import type { FitJob } from "./fit-job.ts";
import { jobKey } from "./job-key.ts";

const job = (changes: Partial<FitJob> = {}): FitJob => ({
	classifier: { kind: "neighbours", k: 3 } as FitJob["classifier"],
	train: {
		x: matrixFromRows([
			[1, 2],
			[3, 4],
		]),
		y: Int32Array.of(0, 1),
		labels: ["a", "b"],
	},
	seed: 1,
	predict: [matrixFromRows([[5, 6]])],
	...changes,
});

describe("jobKey", () => {
	it("is the same for the same fit, in whatever order its parts are named", () => {
		const { seed, train, ...rest } = job();
		expect(jobKey({ train, ...rest, seed })).toBe(jobKey(job()));
	});

	it.each<[string, Partial<FitJob>]>([
		["the seed", { seed: 2 }],
		["the classifier", { classifier: { kind: "neighbours", k: 4 } as FitJob["classifier"] }],
		["a number that is asked", { predict: [matrixFromRows([[5, 7]])] }],
		["the shape of what is asked", { predict: [matrixFromRows([[5], [6]])] }],
		["a label", { train: { ...job().train, y: Int32Array.of(1, 0) } }],
		["a weight", { sampleWeights: Float32Array.of(1, 2) }],
		["what is held out", { validation: job().train }],
	])("differs by %s", (_, changes) => {
		expect(jobKey(job(changes))).not.toBe(jobKey(job()));
	});
});
