import type { Emotion } from "@undertone/core";
import { createGraphBuilder, writeOnnx } from "@undertone/onnx";
import type { FusionMetadata } from "../fusion/fusion-metadata.ts";
import { sealModelFile } from "../model/create-model-file.ts";

/** A model of fusion for tests; it must never ship. */
export interface FusionModelOptions {
	readonly labels?: readonly Emotion[];
	/** How often the log scores of voice and of face count. */
	readonly weights?: readonly [voice: number, face: number];
	/** Whatever else the description shall say. */
	readonly description?: Readonly<Record<string, unknown>>;
}

/** The bytes of a model file: a product of the scores, each to the power of its weight. */
export function fusionModelFile({
	labels = ["neutral", "happy", "angry"],
	weights = [1, 2],
	description = {},
}: FusionModelOptions = {}): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("fusion");
	const features = graph.input("features", ["N", 2 * labels.length]);
	const mixing = weights.flatMap((weight) =>
		labels.flatMap((of) => labels.map((to) => (of === to ? weight : 0))),
	);
	const logits = graph.node("MatMul", [features, graph.floats(mixing, [2 * labels.length, labels.length])]);
	graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), ["N", labels.length]);
	const metadata: FusionMetadata = {
		format: 1,
		task: "fusion",
		name: "fusion-test@1",
		labels,
		sources: ["voice", "face"],
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
