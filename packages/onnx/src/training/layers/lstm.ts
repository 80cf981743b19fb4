import type { Network, Value } from "../network.ts";
import { biasFlow, inputFlows } from "./gru.ts";
import {
	type Direction,
	gatesOf,
	outerSum,
	previous,
	project,
	type RecurrentWeights,
	recurrentWeights,
	scan,
} from "./recurrence.ts";
import { slice } from "./shape.ts";

/**
 * A long short-term memory layer in one direction, without peepholes.
 *
 * i, o, f = σ(W x + U h + b), g = tanh(…), c' = f c + i g, h' = o tanh(c'). Forward it is ONNX's LSTM; backward,
 * gates and cells are computed anew from its outputs.
 *
 * @param x - Shape `[time, batch, features]`.
 * @returns Shape `[time, batch, units]`, in order of time.
 * @see Hochreiter & Schmidhuber (1997), doi:10.1162/neco.1997.9.8.1735; Gers et al. (2000) for the forget gate
 */
export function lstm(network: Network, x: Value, units: number, direction: Direction = "forward"): Value {
	const [time = 0, batch = -1, inputs = 0] = x.shape;
	const parts = recurrentWeights(network, 4, inputs, units);
	const raw = network.op("LSTM", [x, parts.w, parts.r, parts.b], [time, 1, batch, units], {
		hidden_size: units,
		direction,
	});
	const y = network.op("Squeeze", [raw, network.builder.ints([1])], [time, batch, units]);
	if (!network.training) return y;
	let flows: ReturnType<typeof backward> | undefined;
	const flow = (g: Value): ReturnType<typeof backward> => {
		flows ??= backward(network, x, y, g, parts, direction);
		return flows;
	};
	return network.derive(y, [
		{ value: x, gradient: (g) => flow(g).x },
		{ value: parts.w, gradient: (g) => flow(g).w },
		{ value: parts.r, gradient: (g) => flow(g).r },
		{ value: parts.b, gradient: (g) => flow(g).b },
	]);
}

function backward(
	network: Network,
	x: Value,
	y: Value,
	g: Value,
	{ w, r, b }: RecurrentWeights,
	direction: Direction,
): { x: Value; w: Value; r: Value; b: Value } {
	const { shape } = y;
	const [, batch = 0, units = 0] = shape;
	const op = (name: string, ...values: Value[]): Value => network.op(name, values, shape);
	const one = network.constant(1);
	const m = 4 * units;
	const bias = network.op("Reshape", [b, network.builder.ints([2 * m])], [2 * m]);
	const before = previous(network, y, direction);
	const sums = network.op(
		"Add",
		[
			project(network, x, w, slice(network, bias, 0, 0, m)),
			project(network, before, r, slice(network, bias, 0, m, 2 * m)),
		],
		[shape[0] as number, batch, m],
	);
	const [si, so, sf, sg] = gatesOf(network, sums, 4) as [Value, Value, Value, Value];
	const [input, output, forget] = [si, so, sf].map((value) => op("Sigmoid", value)) as [Value, Value, Value];
	const candidate = op("Tanh", sg);
	const zeros = network.constant(new Float32Array(batch * units), [batch, units]);
	const [cells] = scan(network, {
		states: [zeros],
		sequences: [forget, op("Mul", input, candidate)],
		reverse: direction === "reverse",
		widths: [units],
		body: (graph, [cell = ""], [ft = "", taken = ""]) => {
			const next = graph.node("Add", [graph.node("Mul", [cell, ft]), taken]);
			return { states: [next], outputs: [next] };
		},
	}) as [Value];

	const squashed = op("Tanh", cells);
	const slope = (gate: Value): Value => op("Mul", gate, op("Sub", one, gate));
	const bend = (value: Value): Value => op("Sub", one, op("Mul", value, value));
	const toOutput = op("Mul", squashed, slope(output));
	const toCell = op("Mul", output, bend(squashed));
	const toInput = op("Mul", candidate, slope(input));
	const toCandidate = op("Mul", input, bend(candidate));
	const toForget = op("Mul", previous(network, cells, direction), slope(forget));
	const recurrent = network.op("Reshape", [r, network.builder.ints([m, units])], [m, units]);
	const [gates] = scan(network, {
		states: [zeros, zeros],
		sequences: [g, toOutput, toCell, toInput, toCandidate, toForget, forget],
		reverse: direction === "forward",
		widths: [m],
		body: (graph, [dhBefore = "", dcBefore = ""], elements) => {
			const [gt = "", ko = "", kc = "", ki = "", kg = "", kf = "", ft = ""] = elements;
			const dh = graph.node("Add", [dhBefore, gt]);
			const dc = graph.node("Add", [dcBefore, graph.node("Mul", [dh, kc])]);
			const parts = [
				graph.node("Mul", [dc, ki]),
				graph.node("Mul", [dh, ko]),
				graph.node("Mul", [dc, kf]),
				graph.node("Mul", [dc, kg]),
			];
			const all = graph.node("Concat", parts, { axis: 1 });
			const dhNext = graph.node("MatMul", [all, recurrent.name]);
			return { states: [dhNext, graph.node("Mul", [dc, ft])], outputs: [all] };
		},
	}) as [Value];
	return {
		...inputFlows(network, x, w, gates),
		r: outerSum(network, gates, before),
		b: biasFlow(network, gates, gates),
	};
}
