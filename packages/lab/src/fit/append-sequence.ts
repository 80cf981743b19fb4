import type { GraphBuilder } from "@undertone/onnx";
import type { SequenceOptions } from "../features/fit-sequence.ts";

/**
 * `fitSequence` as part of a graph: the frames of one clip become a row of fixed length.
 *
 * @param frames - A value of shape `[1, T, bands]`, T at least `step`.
 * @returns A value of shape `[1, frames × bands]`, NaN behind the end of what is too short.
 */
export function appendSequence(
	graph: GraphBuilder,
	frames: string,
	bands: number,
	{ frames: length, step, normalise }: SequenceOptions,
): string {
	const node = (op: string, ...inputs: string[]): string => graph.node(op, inputs);
	const zero = graph.ints([0]);
	const count = node("Gather", node("Shape", frames), graph.ints([1]));
	const all = node("Div", count, graph.ints([step]));
	const whole = node("Slice", frames, zero, node("Mul", all, graph.ints([step])), graph.ints([1]));
	const grouped = node("Reshape", whole, graph.node("Concat", [all, graph.ints([step, bands])], { axis: 0 }));
	const shorter = graph.node("ReduceMean", [grouped, graph.ints([1])], { keepdims: 0 });
	const level = normalise === "none" ? shorter : appendCentring(graph, shorter, normalise);
	const middle = node("Div", node("Sub", all, graph.ints([length])), graph.ints([2]));
	const first = node("Max", middle, zero);
	const cut = node("Slice", level, first, node("Add", first, graph.ints([length])), zero);
	const missing = node("Sub", graph.ints([length]), node("Min", all, graph.ints([length])));
	const pads = graph.node("Concat", [graph.ints([0, 0]), missing, zero], { axis: 0 });
	const filled = node("Pad", cut, pads, graph.floats(Number.NaN));
	return node("Reshape", filled, graph.ints([1, length * bands]));
}

/** Takes the mean of what is defined, over all numbers or of each band by itself. */
function appendCentring(graph: GraphBuilder, values: string, over: "level" | "bands"): string {
	const axes = graph.ints(over === "level" ? [0, 1] : [0]);
	const unknown = graph.node("IsNaN", [values]);
	const known = graph.node("Cast", [graph.node("Not", [unknown])], { to: 1 });
	const sum = graph.node("ReduceSum", [graph.node("Where", [unknown, graph.floats(0), values]), axes], {
		keepdims: 1,
	});
	const mean = graph.node("Div", [sum, graph.node("ReduceSum", [known, axes], { keepdims: 1 })]);
	return graph.node("Sub", [values, mean]);
}
