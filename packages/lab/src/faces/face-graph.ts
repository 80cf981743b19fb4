import { appendNetwork, createGraphBuilder, usedParts, type Weights, writeOnnx } from "@undertone/onnx";
import {
	type FaceHead,
	type FaceNetworkOptions,
	faceNetwork,
	faceSide,
	voteClasses,
} from "./face-network.ts";

/** What a face graph is made of. */
export interface FaceGraphParts {
	readonly classes: number;
	readonly network: FaceNetworkOptions;
	readonly weights: Weights;
	/** Divides the logits. */
	readonly temperature: number;
	readonly head: FaceHead;
}

/**
 * A face network for use: standardises every picture by itself, looks at it and at its mirror image, and averages the
 * logits of both.
 *
 * Weights are stored in half precision. Input `image` float32 `[N, 1, 48, 48]`, grey in any linear scale; output `probabilities` `[N, labels]`.
 */
export function faceGraph({
	classes,
	network,
	weights,
	temperature,
	head,
}: FaceGraphParts): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("face");
	const image = graph.input("image", ["N", 1, faceSide, faceSide]);
	const axes = graph.ints([1, 2, 3]);
	const centered = graph.node("Sub", [image, graph.node("ReduceMean", [image, axes])]);
	const variance = graph.node("ReduceMean", [graph.node("Mul", [centered, centered]), axes]);
	const deviation = graph.node("Sqrt", [graph.node("Add", [variance, graph.floats(1e-5)])]);
	const standard = graph.node("Div", [centered, deviation]);
	const mirrored = graph.node("Slice", [
		standard,
		graph.ints([faceSide - 1]),
		graph.ints([-faceSide - 1]),
		graph.ints([3]),
		graph.ints([-1]),
	]);
	const both = graph.node("Concat", [standard, mirrored], { axis: 0 });
	const definition = faceNetwork(classes, network, { head, votes: false });
	const logits = appendNetwork(graph, definition, { image: both }, weights, {
		float16: true,
	});
	const many = head === "label" ? classes : voteClasses;
	const pairs = graph.node("Reshape", [logits, graph.ints([2, -1, many])]);
	const mean = graph.node("ReduceMean", [pairs, graph.ints([0])], { keepdims: 0 });
	const scaled = graph.node("Div", [mean, graph.floats(temperature)]);
	graph.output("probabilities", graph.node("Softmax", [scaled], { axis: 1 }), ["N", many]);
	return writeOnnx(usedParts(graph.build()));
}
