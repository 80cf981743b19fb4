import type { Emotion } from "@undertone/core";
import { createGraphBuilder, type GraphBuilder, writeOnnx } from "@undertone/onnx";
import type { ExpressionMetadata } from "../face/expression-metadata.ts";
import { sealModelFile } from "../model/create-model-file.ts";

/** A model of expressions for tests; it looks at brightness alone and must never ship. */
export interface ExpressionModelOptions {
	readonly labels?: readonly Emotion[];
	readonly size?: number;
	/** Logit of every label for a white crop less that for a black one. */
	readonly weights?: readonly number[];
	readonly threshold?: number;
	/** In how many ways it looks at a crop, each of which sees it half as bright as the one before; format 1 without. */
	readonly views?: number;
	readonly liveViews?: number;
	/** Whatever else the description shall say. */
	readonly description?: Readonly<Record<string, unknown>>;
}

/** The bytes of a model file: softmax of weights times the mean of the crop. */
export function expressionModelFile({
	labels = ["neutral", "happy", "angry"],
	size = 48,
	weights = [0, 4, -4],
	threshold = 0,
	views,
	liveViews,
	description = {},
}: ExpressionModelOptions = {}): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("expression");
	const image = graph.input("image", ["N", 1, size, size]);
	const mean = graph.node("ReduceMean", [image, graph.ints([2, 3])], { keepdims: 0 });
	const seen = views === undefined ? mean : graph.node("Mul", [mean, brightness(graph, views)]);
	const logits = graph.node("MatMul", [seen, graph.floats(weights, [1, labels.length])]);
	graph.output("probabilities", graph.node("Softmax", [logits], { axis: 1 }), ["N", labels.length]);
	const metadata: ExpressionMetadata = {
		format: views === undefined ? 1 : 2,
		task: "face-expression",
		name: "expression-test@1",
		labels,
		input: {
			width: size,
			height: size,
			mean: 0,
			deviation: 1,
			...(views === undefined ? {} : { views }),
			...(liveViews === undefined ? {} : { liveViews }),
		},
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

/** The mean brightness that the views taken see. */
function brightness(graph: GraphBuilder, views: number): string {
	const all = graph.floats(Array.from({ length: views }, (_, view) => 0.5 ** view));
	const taken = graph.input("views", [2], "int64");
	const [from, to] = graph.nodes("Split", [taken], { num_outputs: 2 }, { outputs: 2 });
	const some = graph.node("Slice", [all, from as string, to as string, graph.ints([0])]);
	return graph.node("ReduceMean", [some, graph.ints([0])]);
}
