import type { OnnxGraph, OnnxNode } from "./model.ts";

/**
 * A graph without the nodes and constants that no output of it needs, such as a head that is only trained.
 *
 * @example
 * writeOnnx(usedParts(graph.build()));
 */
export function usedParts(graph: OnnxGraph): OnnxGraph {
	const needed = new Set(graph.outputs.map(({ name }) => name));
	const nodes: OnnxNode[] = [];
	// Each comes after what it needs: from the last to the first, all who need it have been seen.
	for (const node of graph.nodes.toReversed()) {
		if (!node.outputs.some((name) => needed.has(name))) continue;
		nodes.push(node);
		for (const name of namesIn(node)) needed.add(name);
	}
	return {
		...graph,
		nodes: nodes.reverse(),
		initializers: graph.initializers.filter(({ name }) => needed.has(name)),
	};
}

/** What a node takes, and what the graphs within it take from around them. */
function namesIn({ inputs, attributes }: OnnxNode): string[] {
	const inner = Object.values(attributes).flatMap((value) => ("graph" in value ? [value.graph] : []));
	return [
		...inputs,
		...inner.flatMap(({ nodes, outputs }) => [...nodes.flatMap(namesIn), ...outputs.map(({ name }) => name)]),
	];
}
