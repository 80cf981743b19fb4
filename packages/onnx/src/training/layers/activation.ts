import type { Network, Value } from "../network.ts";

/** The nonlinearities a layer may end in. */
export const activations = ["relu", "relu6", "elu", "gelu", "sigmoid", "tanh"] as const;

/** See {@link activations}. */
export type Activation = (typeof activations)[number];

/** A slope at which every number above 0 that single precision knows in full comes to 1. */
const steep = 1e38;

/**
 * Applies a nonlinearity to every element.
 *
 * `gelu` is the exact one, x Φ(x); `elu` has α = 1; `relu6` is min(max(x, 0), 6).
 *
 * @see Clevert et al. (2016), arXiv:1511.07289, for ELU; Hendrycks & Gimpel (2016), arXiv:1606.08415, for GELU
 */
export function activation(network: Network, x: Value, kind: Activation): Value {
	const { shape } = x;
	const unary = (op: string, value: Value): Value => network.op(op, [value], shape);
	const binary = (op: string, a: Value, b: Value): Value => network.op(op, [a, b], shape);
	/** 1 above 0, 0 at 0: what `Sign` says, several times faster in onnxruntime. */
	const positive = (value: Value): Value =>
		network.op("HardSigmoid", [value], shape, { alpha: { float: steep }, beta: { float: 0 } });
	const one = network.constant(1);
	const six = network.constant(6);
	const y =
		kind === "relu6"
			? network.op("Clip", [x, network.constant(0), six], shape)
			: unary({ relu: "Relu", elu: "Elu", gelu: "Gelu", sigmoid: "Sigmoid", tanh: "Tanh" }[kind], x);
	const slopes: Record<Activation, () => Value> = {
		// Of the output, which is 0 or positive.
		relu: () => positive(y),
		// 0 at either end.
		relu6: () => positive(binary("Mul", y, binary("Sub", six, y))),
		// y + 1 = exp(x) below 0.
		elu: () => binary("Min", binary("Add", y, one), one),
		gelu: () => geluSlope(network, x),
		sigmoid: () => binary("Mul", y, binary("Sub", one, y)),
		tanh: () => binary("Sub", one, binary("Mul", y, y)),
	};
	return network.derive(y, [{ value: x, gradient: (g) => binary("Mul", g, slopes[kind]()) }]);
}

/** Φ(x) + x φ(x). */
function geluSlope(network: Network, x: Value): Value {
	const { shape } = x;
	const scaled = network.op("Mul", [x, network.constant(Math.SQRT1_2)], shape);
	const erf = network.op("Erf", [scaled], shape);
	const half = network.constant(0.5);
	const cumulative = network.op("Add", [network.op("Mul", [erf, half], shape), half], shape);
	const square = network.op("Mul", [scaled, scaled], shape);
	const bell = network.op("Exp", [network.op("Neg", [square], shape)], shape);
	const density = network.op("Mul", [bell, network.constant(1 / Math.sqrt(2 * Math.PI))], shape);
	return network.op("Add", [cumulative, network.op("Mul", [x, density], shape)], shape);
}
