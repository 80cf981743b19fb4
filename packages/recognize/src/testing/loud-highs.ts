import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import { getFeatureSet } from "@undertone/speech";
import { createModelFile } from "../model/create-model-file.ts";

/** A model on frames for tests; it knows nothing of emotion and must never ship. */
export interface LoudHighsOptions {
	readonly features?: string;
	/** Whether the mean over all numbers counts. */
	readonly level?: "heard" | "not heard";
	/** Of the mean of columns 32 to 39 for anger. */
	readonly weight?: number;
}

/** The bytes of a model file: angry where columns 32 to 39 are high on average, and nothing else counts. */
export function loudHighs({
	features = "logmel@1",
	level = "heard",
	weight = 1,
}: LoudHighsOptions = {}): Uint8Array<ArrayBuffer> {
	const set = getFeatureSet(features);
	const bands = set.features.length;
	const graph = createGraphBuilder("frames");
	const raw = graph.input("features", [1, "T", bands]);
	const x =
		level === "heard"
			? raw
			: graph.node("Sub", [raw, graph.node("ReduceMean", [raw, graph.ints([1, 2])], { keepdims: 1 })]);
	const mean = graph.node("ReduceMean", [x, graph.ints([1])], { keepdims: 0 });
	const weights = Array.from({ length: bands }, (_, j) => [0, j >= 32 && j < 40 ? weight : 0]).flat();
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
