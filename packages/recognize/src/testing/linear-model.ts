import type { Emotion } from "@undertone/core";
import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import { getFeatureSet } from "@undertone/speech";
import { createModelFile, type ModelDescription } from "../model/create-model-file.ts";

/** A linear model for tests; it knows nothing of emotion and must never ship. */
export interface LinearModelOptions {
	readonly features?: string;
	readonly labels?: readonly Emotion[];
	/** Weight of a standardised feature for a label: `{ angry: { f0_mean: 2 } }`. */
	readonly weights?: Partial<Record<Emotion, Readonly<Record<string, number>>>>;
	readonly bias?: Partial<Record<Emotion, number>>;
	readonly mean?: (name: string) => number;
	readonly deviation?: (name: string) => number;
	readonly threshold?: number;
	/** Whatever else the description shall say. */
	readonly description?: Partial<ModelDescription>;
}

/** The bytes of a model file: softmax(W z + b) over standardised features z, undefined features being 0. */
export function linearModelFile({
	features = "undertone@1",
	labels = ["neutral", "happy", "angry"],
	weights = {},
	bias = {},
	mean = () => 0,
	deviation = () => 1,
	threshold = 0,
	description = {},
}: LinearModelOptions = {}): Uint8Array<ArrayBuffer> {
	const set = getFeatureSet(features);
	const names = set.features.map((feature) => feature.name);
	const means = names.map(mean);
	const deviations = names.map(deviation);
	const graph = createGraphBuilder("linear");
	const raw = graph.input("features", ["N", names.length]);
	const known = graph.node("Where", [graph.node("IsNaN", [raw]), graph.floats(means), raw]);
	const centred = graph.node("Sub", [known, graph.floats(means)]);
	const standard = graph.node("Div", [centred, graph.floats(deviations)]);
	const matrix = names.flatMap((name) => labels.map((label) => weights[label]?.[name] ?? 0));
	const product = graph.node("MatMul", [standard, graph.floats(matrix, [names.length, labels.length])]);
	const logits = graph.node("Add", [product, graph.floats(labels.map((label) => bias[label] ?? 0))]);
	graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), ["N", labels.length]);
	return createModelFile(writeOnnx(graph.build()), {
		name: "linear-test@1",
		labels,
		features: { id: set.id, sampleRate: set.sampleRate, names },
		normalisation: { mean: means, deviation: deviations },
		calibration: { temperature: 1, threshold },
		corpora: [],
		protocol: "none: a model for tests",
		metrics: {},
		licence: "Apache-2.0",
		trained: { command: "none", date: "2026-01-01", seed: 0 },
		...description,
	});
}
