import { createGraphBuilder, type GraphBuilder } from "../../graph-builder.ts";
import { filled, uniform } from "../initial.ts";
import type { Network, Value } from "../network.ts";
import { slice } from "./shape.ts";

/** Which way a recurrent layer goes through time. */
export type Direction = "forward" | "reverse";

/** Weights of a recurrent layer: input, recurrent and bias of all gates, with ONNX's leading direction axis. */
export interface RecurrentWeights {
	readonly w: Value;
	readonly r: Value;
	readonly b: Value;
}

/** Parameters of a layer with `gates` gates: uniform in ±1 / √units. */
export function recurrentWeights(
	network: Network,
	gates: number,
	inputs: number,
	units: number,
): RecurrentWeights {
	const initial = uniform(1 / Math.sqrt(units));
	return {
		w: network.parameter([1, gates * units, inputs], initial),
		r: network.parameter([1, gates * units, units], initial),
		b: network.parameter([1, 2 * gates * units], filled(0), { decays: false }),
	};
}

/** The states before each step, zeros at the start: `[time, batch, units]` shifted by one. */
export function previous(network: Network, states: Value, direction: Direction): Value {
	const [time = 0, batch = 0, units = 0] = states.shape;
	const zeros = network.constant(new Float32Array(batch * units), [1, batch, units]);
	const parts =
		direction === "forward"
			? [zeros, slice(network, states, 0, 0, time - 1)]
			: [slice(network, states, 0, 1, time), zeros];
	return network.op("Concat", parts, states.shape, { axis: 0 });
}

/** x wᵀ + b for every step: `[time, batch, n]` becomes `[time, batch, m]`; w is `[1, m, n]`, b `[m]`. */
export function project(network: Network, x: Value, w: Value, b: Value): Value {
	const [, m = 0, n = 0] = w.shape;
	const [time = 0, batch = 0] = x.shape;
	const flat = network.op("Reshape", [w, network.builder.ints([m, n])], [m, n]);
	const turned = network.op("Transpose", [flat], [n, m], { perm: [1, 0] });
	const product = network.op("MatMul", [x, turned], [time, batch, m]);
	return network.op("Add", [product, b], [time, batch, m]);
}

/** Sum over time and batch of gᵀ x, shape `[1, m, n]`: the gradient of the weights in {@link project}. */
export function outerSum(network: Network, g: Value, x: Value): Value {
	const rows = (value: Value): Value => {
		const shape = [-1, value.shape[2] as number];
		return network.op("Reshape", [value, network.builder.ints(shape)], shape);
	};
	const shape = [g.shape[2] as number, x.shape[2] as number];
	const product = network.op("Gemm", [rows(g), rows(x)], shape, { transA: 1 });
	return network.op("Unsqueeze", [product, network.builder.ints([0])], [1, ...shape]);
}

/** Splits the last axis into equal parts. */
export function gatesOf(network: Network, x: Value, count: number): Value[] {
	const axis = x.shape.length - 1;
	const width = (x.shape[axis] as number) / count;
	return Array.from({ length: count }, (_, i) => slice(network, x, axis, i * width, (i + 1) * width));
}

/** A recurrence over time as ONNX's Scan. */
interface ScanOptions {
	/** First states, shape `[batch, units]` each. */
	readonly states: readonly Value[];
	/** Sequences `[time, batch, …]`, one step of each is given to the body. */
	readonly sequences: readonly Value[];
	/** Whether time runs from the last step to the first. */
	readonly reverse: boolean;
	/** Width of the last axis of every output sequence. */
	readonly widths: readonly number[];
	/**
	 * One step: names of states and of the sequences' elements in, names of the next states and of the
	 * output elements out. Values of the surrounding graph may be used.
	 */
	readonly body: (
		graph: GraphBuilder,
		states: readonly string[],
		elements: readonly string[],
	) => { readonly states: readonly string[]; readonly outputs: readonly string[] };
}

/** Appends a Scan; returns the output sequences, in order of time. */
export function scan(network: Network, { states, sequences, reverse, widths, body }: ScanOptions): Value[] {
	const [time = 0, batch = 0] = sequences[0]?.shape ?? [];
	// The body's names must not collide with those of the graph around it.
	const inner = createGraphBuilder(`${sequences[0]?.name}/scan`);
	const stateNames = states.map((state, i) => inner.input(`${sequences[0]?.name}/state${i}`, state.shape));
	const elementNames = sequences.map((sequence, i) =>
		inner.input(`${sequences[0]?.name}/element${i}`, sequence.shape.slice(1)),
	);
	const step = body(inner, stateNames, elementNames);
	for (const [i, name] of step.states.entries()) {
		inner.output(`${sequences[0]?.name}/next${i}`, name, states[i]?.shape ?? []);
	}
	for (const [i, name] of step.outputs.entries()) {
		inner.output(`${sequences[0]?.name}/out${i}`, name, [batch, widths[i] as number]);
	}
	const names = network.builder.nodes(
		"Scan",
		[...states, ...sequences].map(({ name }) => name),
		{
			body: { graph: inner.build() },
			num_scan_inputs: sequences.length,
			scan_input_directions: sequences.map(() => (reverse ? 1 : 0)),
			scan_output_directions: widths.map(() => (reverse ? 1 : 0)),
		},
		{ outputs: states.length + widths.length },
	);
	return widths.map((width, i) => ({
		name: names[states.length + i] as string,
		shape: [time, batch, width],
	}));
}
