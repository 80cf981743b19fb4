import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { describeEstimator } from "../testing/estimator-conformance.ts";
import { glideShape, glides } from "../testing/glides.ts";
import { specAugment } from "./spec-augment.ts";
import {
	cnn,
	convolutionalRecurrentNetwork,
	recurrentNetwork,
	residualNetwork,
} from "./spectral-networks.ts";

const quick = { ...glideShape, dropout: 0.1, epochs: 20, batchSize: 16, learningRate: 0.01 };
const pictures = { data: glides };

describeEstimator(() => cnn({ ...quick, filters: [8, 16] }), pictures);
describeEstimator(() => residualNetwork({ ...quick, filters: [8, 16] }), pictures);
describeEstimator(() => recurrentNetwork({ ...quick, units: 12 }), pictures);
describeEstimator(
	() => recurrentNetwork({ ...quick, cell: "lstm", units: 16, bidirectional: false, epochs: 30 }),
	pictures,
);
describeEstimator(
	() => convolutionalRecurrentNetwork({ ...quick, filters: [8], units: 12, layers: 2 }),
	pictures,
);

describe("networks on frames", () => {
	it("train with every means of regularisation at once", async () => {
		const model = await cnn({
			...quick,
			epochs: 4,
			weightDecay: 0.01,
			labelSmoothing: 0.1,
			mixup: 0.2,
			batches: "balanced",
			classWeights: "balanced",
			averaging: { swa: 0.5 },
			schedule: { kind: "one-cycle" },
			clipNorm: 1,
			specAugment: { timeMasks: 1, timeWidth: 3, bandMasks: 1, bandWidth: 2, shift: 1 },
		}).fit(glides(60, 1), { seed: 1, validation: glides(30, 2) });
		expect(model.curves).toHaveLength(4);
		expect(model.curves.at(-1)!.loss).toBeLessThan(model.curves[0]!.loss);
	});

	it("refuse rows that are not frames by bands", async () => {
		await expect(cnn({ ...quick, frames: 11 }).fit(glides(30, 1), { seed: 1 })).rejects.toThrow(
			"cnn.fit: samples of shape [11, 8] must have 88 features, got 96",
		);
	});
});

describe("specAugment", () => {
	it("hides whole frames and whole bands, and nothing else", () => {
		const random = createRandom(4);
		const sample = new Float32Array(20 * 10).fill(1);
		specAugment(sample, 10, random, { timeMasks: 1, timeWidth: 4, bandMasks: 1, bandWidth: 3 });
		const hidden = (t: number, b: number) => sample[t * 10 + b] === 0;
		const frames = Array.from({ length: 20 }, (_, t) => t).filter((t) =>
			Array.from({ length: 10 }, (_, b) => hidden(t, b)).every(Boolean),
		);
		const bands = Array.from({ length: 10 }, (_, b) => b).filter((b) =>
			Array.from({ length: 20 }, (_, t) => hidden(t, b)).every(Boolean),
		);
		expect(frames.length).toBeLessThanOrEqual(4);
		expect(bands.length).toBeLessThanOrEqual(3);
		for (let t = 0; t < 20; t++) {
			for (let b = 0; b < 10; b++) expect(hidden(t, b)).toBe(frames.includes(t) || bands.includes(b));
		}
	});

	it("shifts in time without wrapping round", () => {
		const line = () => Float32Array.from({ length: 8 }, (_, i) => i + 1);
		const seen = new Set<string>();
		for (let seed = 0; seed < 30; seed++) {
			const sample = line();
			specAugment(sample, 2, createRandom(seed), { timeMasks: 0, bandMasks: 0, shift: 1 });
			seen.add(sample.join());
		}
		expect([...seen].sort()).toEqual(["0,0,1,2,3,4,5,6", "1,2,3,4,5,6,7,8", "3,4,5,6,7,8,0,0"]);
	});
});
