import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import { getFeatureSet } from "@undertone/speech";
import { describe, expect, it } from "vitest";
import { createModelFile } from "../model/create-model-file.ts";
import { loadModel } from "../model/load-model.ts";
import { linearModelFile } from "../testing/linear-model.ts";
import { explainFrames } from "./explain-frames.ts";

const set = getFeatureSet("logmel@1");
const bands = set.features.length;

/** Angry where bands 32 to 39 are loud, and nothing else counts. */
function loudHighs(): Uint8Array {
	const graph = createGraphBuilder("frames");
	const x = graph.input("features", [1, "T", bands]);
	const mean = graph.node("ReduceMean", [x, graph.ints([1])], { keepdims: 0 });
	const weights = Array.from({ length: bands }, (_, j) => [0, j >= 32 && j < 40 ? 1 : 0]).flat();
	const logits = graph.node("MatMul", [mean, graph.floats(weights, [bands, 2])]);
	graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), [1, 2]);
	return createModelFile(writeOnnx(graph.build()), {
		name: "frames-test@1",
		labels: ["neutral", "angry"],
		features: { id: set.id, sampleRate: set.sampleRate, names: set.features.map(({ name }) => name) },
		normalisation: { mean: new Array(bands).fill(0), deviation: new Array(bands).fill(1) },
		calibration: { temperature: 1, threshold: 0 },
		corpora: [],
		protocol: "none: a model for tests",
		metrics: {},
		licence: "Apache-2.0",
		trained: { command: "none", date: "2026-01-01", seed: 0 },
	});
}

describe("explainFrames", () => {
	it("finds the part of the spectrogram that a network listens to, with its exact effect", async () => {
		const model = await loadModel(loudHighs());
		// Half a second of silence, then a quarter in which everything is loud, then silence.
		const data = new Float32Array(100 * bands);
		for (let r = 50; r < 75; r++) data.fill(2, r * bands, (r + 1) * bands);
		const parts = await explainFrames(model, { rows: 100, columns: bands, data }, { label: "angry" });
		expect(parts).toHaveLength(4 * 8);
		const [first, ...others] = parts.toSorted((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
		expect(first).toMatchObject({ start: 0.5, end: 0.75, bands: [32, 40] });
		// A quarter of the frames at 2 in eight bands: the logit is 0.25 · 2 · 8 = 4.
		expect(first?.effect).toBeCloseTo(4, 4);
		for (const { effect } of others) expect(effect).toBeCloseTo(0, 5);
	});

	it("refuses a model of functionals", async () => {
		const model = await loadModel(linearModelFile());
		await expect(
			explainFrames(model, { rows: 1, columns: 1, data: new Float32Array(1) }, { label: "angry" }),
		).rejects.toThrow(/must take frames, "linear-test@1" takes undertone@1\. Use explainFeatures\./);
	});
});
