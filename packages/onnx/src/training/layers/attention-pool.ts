import type { Network, Value } from "../network.ts";
import { activation } from "./activation.ts";
import { dense } from "./dense.ts";
import { reshape } from "./shape.ts";

/**
 * A weighted mean over time whose weights are learnt: α = softmax over time of v · tanh(W x + b), Σ α x.
 *
 * @param x - Shape `[batch, time, features]`.
 * @param units - Length of v.
 * @returns Shape `[batch, features]`.
 * @see Mirsamadi et al. (2017), doi:10.1109/ICASSP.2017.7952552
 */
export function attentionPool(network: Network, x: Value, units: number): Value {
	const [batch = -1, time = 0, features = 0] = x.shape;
	const all = batch < 0 ? -1 : batch * time;
	const rows = reshape(network, x, [all, features]);
	const scores = dense(network, activation(network, dense(network, rows, units), "tanh"), 1);
	const weights = softmax(network, reshape(network, scores, [batch, time]));
	return weightedSum(network, weights, x);
}

/** Softmax over the last axis. */
function softmax(network: Network, x: Value): Value {
	const y = network.op("Softmax", [x], x.shape, { axis: -1 });
	const axes = network.builder.ints([x.shape.length - 1]);
	const op = (name: string, a: Value, b: Value): Value => network.op(name, [a, b], x.shape);
	return network.derive(y, [
		{
			value: x,
			// y (g − Σ g y).
			gradient: (g) => {
				const total = network.op("ReduceSum", [op("Mul", g, y), axes], [...x.shape.slice(0, -1), 1]);
				return op("Mul", y, op("Sub", g, total));
			},
		},
	]);
}

/** Σ over time of weights `[batch, time]` times x `[batch, time, features]`. */
function weightedSum(network: Network, weights: Value, x: Value): Value {
	const [batch = -1, time = 0, features = 0] = x.shape;
	const { ints } = network.builder;
	const line = network.op("Unsqueeze", [weights, ints([1])], [batch, 1, time]);
	const product = network.op("MatMul", [line, x], [batch, 1, features]);
	const y = network.op("Squeeze", [product, ints([1])], [batch, features]);
	const row = (g: Value): Value => network.op("Unsqueeze", [g, ints([1])], [batch, 1, features]);
	return network.derive(y, [
		{
			value: weights,
			gradient: (g) => {
				const products = network.op("Mul", [x, row(g)], x.shape);
				return network.op("ReduceSum", [products, ints([2])], weights.shape, { keepdims: 0 });
			},
		},
		{
			value: x,
			gradient: (g) => {
				const column = network.op("Unsqueeze", [weights, ints([2])], [batch, time, 1]);
				return network.op("Mul", [column, row(g)], x.shape);
			},
		},
	]);
}
