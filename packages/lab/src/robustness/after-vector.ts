import { type OnnxGraph, usedParts } from "@undertone/onnx";

/**
 * A graph that makes an i-vector of a clip's frames (output `vector`) as one that is given vectors: the input `vector`
 * `[N, dimensions]` in place of `frames`, a row for every row of `features`, and without the extractor.
 *
 * @throws {RangeError} If the graph has no such output.
 */
export function afterVector(graph: OnnxGraph): OnnxGraph {
	const told = graph.nodes.find(({ outputs }) => outputs.includes("vector"));
	const [made] = told?.inputs ?? [];
	const shape = graph.outputs.find(({ name }) => name === "vector")?.dims ?? [];
	if (made === undefined) {
		throw new RangeError(
			`afterVector: the graph must give "vector", it gives ${graph.outputs.map(({ name }) => name).join(", ")}.`,
		);
	}
	return usedParts({
		...graph,
		inputs: [
			...graph.inputs.filter(({ name }) => name !== "frames"),
			{ name: "vector", type: "float32", dims: ["N", ...shape.slice(1)] },
		],
		outputs: graph.outputs.filter(({ name }) => name !== "vector"),
		nodes: graph.nodes
			.filter((node) => node !== told)
			.map((node) => ({ ...node, inputs: node.inputs.map((name) => (name === made ? "vector" : name)) })),
	});
}
