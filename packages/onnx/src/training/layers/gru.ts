import type { Network, Value } from "../network.ts";
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
 * A gated recurrent layer in one direction, reset gate after the product (as in cuDNN and PyTorch).
 *
 * z = σ(Wz x + Uz h), r = σ(Wr x + Ur h), n = tanh(Wn x + r (Un h)), h' = (1 − z) n + z h, with biases. Forward
 * it is ONNX's GRU; backward, all gates are computed at once from its outputs, and only the gradient of the
 * state runs through time.
 *
 * @param x - Shape `[time, batch, features]`.
 * @returns Shape `[time, batch, units]`, in order of time.
 * @see Cho et al. (2014), arXiv:1406.1078
 */
export function gru(network: Network, x: Value, units: number, direction: Direction = "forward"): Value {
	const [time = 0, batch = -1, inputs = 0] = x.shape;
	const parts = recurrentWeights(network, 3, inputs, units);
	const shape = [time, batch, units];
	const raw = network.op("GRU", [x, parts.w, parts.r, parts.b], [time, 1, batch, units], {
		hidden_size: units,
		direction,
		linear_before_reset: 1,
	});
	const y = network.op("Squeeze", [raw, network.builder.ints([1])], shape);
	if (!network.training) return y;
	// One backward pass serves all four gradients.
	let flows: Flows | undefined;
	const flow = (g: Value): Flows => {
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

interface Flows {
	readonly x: Value;
	readonly w: Value;
	readonly r: Value;
	readonly b: Value;
}

function backward(
	network: Network,
	x: Value,
	y: Value,
	g: Value,
	{ w, r, b }: RecurrentWeights,
	direction: Direction,
): Flows {
	const { shape } = y;
	const [time = 0, batch = 0, units = 0] = shape;
	const op = (name: string, ...values: Value[]): Value => network.op(name, values, shape);
	const one = network.constant(1);
	const bias = network.op("Reshape", [b, network.builder.ints([6 * units])], [6 * units]);
	const before = previous(network, y, direction);
	const fromInput = gatesOf(network, project(network, x, w, slice(network, bias, 0, 0, 3 * units)), 3);
	const fromState = gatesOf(
		network,
		project(network, before, r, slice(network, bias, 0, 3 * units, 6 * units)),
		3,
	);
	const [xz, xr, xn] = fromInput as [Value, Value, Value];
	const [hz, hr, hn] = fromState as [Value, Value, Value];
	const update = op("Sigmoid", op("Add", xz, hz));
	const reset = op("Sigmoid", op("Add", xr, hr));
	const candidate = op("Tanh", op("Add", xn, op("Mul", reset, hn)));
	// Factors by which the state's gradient becomes that of each gate before its nonlinearity.
	const slope = (gate: Value): Value => op("Mul", gate, op("Sub", one, gate));
	const toUpdate = op("Mul", op("Sub", before, candidate), slope(update));
	const toCandidate = op("Mul", op("Sub", one, update), op("Sub", one, op("Mul", candidate, candidate)));
	const toReset = op("Mul", hn, slope(reset));
	const recurrent = network.op("Reshape", [r, network.builder.ints([3 * units, units])], [3 * units, units]);
	const zeros = network.constant(new Float32Array(batch * units), [batch, units]);

	const [gates, candidates] = scan(network, {
		states: [zeros],
		sequences: [g, update, toUpdate, toCandidate, toReset, reset],
		reverse: direction === "forward",
		widths: [3 * units, units],
		body: (graph, [carried = ""], [gt = "", zt = "", kz = "", kn = "", kr = "", rt = ""]) => {
			const dh = graph.node("Add", [carried, gt]);
			const dn = graph.node("Mul", [dh, kn]);
			const parts = [graph.node("Mul", [dh, kz]), graph.node("Mul", [dn, kr]), graph.node("Mul", [dn, rt])];
			const all = graph.node("Concat", parts, { axis: 1 });
			const kept = graph.node("Mul", [dh, zt]);
			const next = graph.node("Add", [kept, graph.node("MatMul", [all, recurrent.name])]);
			return { states: [next], outputs: [all, dn] };
		},
	}) as [Value, Value];

	const wide = [time, batch, 3 * units];
	const onInput = network.op("Concat", [slice(network, gates, 2, 0, 2 * units), candidates], wide, {
		axis: 2,
	});
	return {
		...inputFlows(network, x, w, onInput),
		r: outerSum(network, gates, before),
		b: biasFlow(network, onInput, gates),
	};
}

/** Gradients of x and of its weights from that of the gates. */
export function inputFlows(network: Network, x: Value, w: Value, gates: Value): { x: Value; w: Value } {
	const [, m = 0, n = 0] = w.shape;
	const flat = network.op("Reshape", [w, network.builder.ints([m, n])], [m, n]);
	return { x: network.op("MatMul", [gates, flat], x.shape), w: outerSum(network, gates, x) };
}

/** Gradient of both biases, shape `[1, 2 m]`. */
export function biasFlow(network: Network, onInput: Value, onState: Value): Value {
	const m = onInput.shape[2] as number;
	const axes = network.builder.ints([0, 1]);
	const sums = [onInput, onState].map((gates) =>
		network.op("ReduceSum", [gates, axes], [m], { keepdims: 0 }),
	);
	const joined = network.op("Concat", sums, [2 * m], { axis: 0 });
	return network.op("Unsqueeze", [joined, network.builder.ints([0])], [1, 2 * m]);
}
