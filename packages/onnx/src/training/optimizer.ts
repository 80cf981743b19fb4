import { type Network, sizeOf, type Value } from "./network.ts";

/** Adam's constants; `decoupled` decay is AdamW's, otherwise it is added to the gradient (L2). */
export interface AdamOptions {
	readonly beta1?: number;
	readonly beta2?: number;
	readonly epsilon?: number;
	readonly weightDecay?: number;
	readonly decoupled?: boolean;
	/** Longest gradient (Euclidean norm over all weights); longer ones are shortened to it. */
	readonly clipNorm?: number | undefined;
}

/** Constants of stochastic gradient descent. */
export interface SgdOptions extends Pick<AdamOptions, "weightDecay" | "clipNorm"> {
	/** Share of the velocity that a step keeps; 0.9 by default. */
	readonly momentum?: number;
}

/** All weights and how fast they move, flat vectors of one length. */
export interface SgdState {
	readonly weights: Value;
	readonly velocity: Value;
}

/** All weights and their moments, flat vectors of one length. */
export interface AdamState {
	readonly weights: Value;
	readonly mean: Value;
	readonly square: Value;
}

/**
 * Appends one step of Adam on flat vectors.
 *
 * @param rates - Inputs of shape `[3]`: learning rate, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ) at step t.
 * @param decays - 1 where weight decay acts, 0 elsewhere.
 * @see Kingma & Ba (2015), arXiv:1412.6980; Loshchilov & Hutter (2019), arXiv:1711.05101, for AdamW
 */
export function adam(
	network: Network,
	{ weights, mean, square }: AdamState,
	gradient: Value,
	rates: Value,
	decays: Float32Array,
	{
		beta1 = 0.9,
		beta2 = 0.999,
		epsilon = 1e-7,
		weightDecay = 0,
		decoupled = true,
		clipNorm,
	}: AdamOptions = {},
): AdamState {
	const { shape } = weights;
	const op = (name: string, ...inputs: Value[]): Value => network.op(name, inputs, shape);
	const scaled = (value: Value, factor: number): Value => op("Mul", value, network.constant(factor));
	const [rate, unbias1, unbias2] = [0, 1, 2].map((i) => rateAt(network, rates, i)) as [Value, Value, Value];

	const decay = weightDecay === 0 ? undefined : network.constant(decays.map((d) => d * weightDecay));
	let g = gradient;
	if (clipNorm !== undefined) g = op("Mul", g, clipFactor(network, g, clipNorm));
	if (decay !== undefined && !decoupled) g = op("Add", g, op("Mul", weights, decay));

	const nextMean = op("Add", scaled(mean, beta1), scaled(g, 1 - beta1));
	const nextSquare = op("Add", scaled(square, beta2), scaled(op("Mul", g, g), 1 - beta2));
	const deviation = op("Add", op("Sqrt", op("Mul", nextSquare, unbias2)), network.constant(epsilon));
	const factor = network.op("Mul", [rate, unbias1], []);
	let step = op("Mul", op("Div", nextMean, deviation), factor);
	if (decay !== undefined && decoupled) step = op("Add", step, op("Mul", op("Mul", weights, decay), rate));
	return { weights: op("Sub", weights, step), mean: nextMean, square: nextSquare };
}

/**
 * Appends one step of stochastic gradient descent with Nesterov's momentum on flat vectors: v ← μ v + g and
 * w ← w − rate · (g + μ v), with the weight decay in g.
 *
 * @param rate - Input of shape `[]`.
 * @param decays - 1 where weight decay acts, 0 elsewhere.
 * @see Sutskever et al. (2013), https://proceedings.mlr.press/v28/sutskever13.html
 */
export function sgd(
	network: Network,
	{ weights, velocity }: SgdState,
	gradient: Value,
	rate: Value,
	decays: Float32Array,
	{ momentum = 0.9, weightDecay = 0, clipNorm }: SgdOptions = {},
): SgdState {
	const { shape } = weights;
	const op = (name: string, ...inputs: Value[]): Value => network.op(name, inputs, shape);
	let g = gradient;
	if (clipNorm !== undefined) g = op("Mul", g, clipFactor(network, g, clipNorm));
	if (weightDecay > 0) {
		g = op("Add", g, op("Mul", weights, network.constant(decays.map((d) => d * weightDecay))));
	}
	const kept = (value: Value): Value => op("Mul", value, network.constant(momentum));
	const next = op("Add", kept(velocity), g);
	return { weights: op("Sub", weights, op("Mul", op("Add", g, kept(next)), rate)), velocity: next };
}

/** min(1, clipNorm / ‖g‖). */
function clipFactor(network: Network, g: Value, clipNorm: number): Value {
	const flat = network.builder.ints([0]);
	const norm = network.op("ReduceL2", [g, flat], [], { keepdims: 0 });
	const safe = network.op("Max", [norm, network.constant(1e-12)], []);
	return network.op(
		"Min",
		[network.op("Div", [network.constant(clipNorm), safe], []), network.constant(1)],
		[],
	);
}

/** One of the rates that a step is given, shape `[]`. */
export function rateAt(network: Network, rates: Value, i: number): Value {
	const index = network.builder.constant({ type: "int64", dims: [], data: BigInt64Array.of(BigInt(i)) });
	return network.op("Gather", [rates, index], []);
}

/** 1 for every weight on which decay acts, 0 for the others; shape `[weights]`. */
export function decayMask(network: Network): Float32Array {
	const mask = new Float32Array(network.parameters.reduce((sum, { value }) => sum + sizeOf(value.shape), 0));
	for (const { offset, size, decays, frozen } of network.parameters) {
		if (decays && !frozen) mask.fill(1, offset, offset + size);
	}
	return mask;
}
