import type { Emotion } from "@undertone/core";
import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import type { ExpressionMetadata } from "../face/expression-metadata.ts";
import { sealModelFile } from "../model/create-model-file.ts";

/** A model of expressions for tests; it looks at brightness alone and must never ship. */
export interface ExpressionModelOptions {
	readonly labels?: readonly Emotion[];
	readonly size?: number;
	/** Logit of every label for a white crop less that for a black one. */
	readonly weights?: readonly number[];
	readonly threshold?: number;
	/** Whatever else the description shall say. */
	readonly description?: Readonly<Record<string, unknown>>;
}

/** The bytes of a model file: softmax of weights times the mean of the crop. */
export function expressionModelFile({
	labels = ["neutral", "happy", "angry"],
	size = 48,
	weights = [0, 4, -4],
	threshold = 0,
	description = {},
}: ExpressionModelOptions = {}): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("expression");
	const image = graph.input("image", ["N", 1, size, size]);
	const mean = graph.node("ReduceMean", [image, graph.ints([2, 3])], { keepdims: 0 });
	const logits = graph.node("MatMul", [mean, graph.floats(weights, [1, labels.length])]);
	graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), ["N", labels.length]);
	const metadata: ExpressionMetadata = {
		format: 1,
		task: "face-expression",
		name: "expression-test@1",
		labels,
		input: { width: size, height: size, mean: 0, deviation: 1 },
		calibration: { temperature: 1, threshold },
		corpora: [],
		protocol: "none: a model for tests",
		metrics: {},
		licence: "Apache-2.0",
		trained: { command: "none", date: "2026-01-01", seed: 0 },
		sha256: "",
		...description,
	};
	return sealModelFile(writeOnnx(graph.build()), { ...metadata });
}
