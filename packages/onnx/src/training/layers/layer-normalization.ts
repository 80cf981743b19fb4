import { filled } from "../initial.ts";
import type { Network, Value } from "../network.ts";

/**
 * Layer normalisation over the last axis: (x − mean) / √(variance + ε) · scale + shift, for every row by itself.
 *
 * @see Ba et al. (2016), arXiv:1607.06450
 */
export function layerNormalization(
	network: Network,
	x: Value,
	{ epsilon = 1e-5 }: { readonly epsilon?: number } = {},
): Value {
	const last = x.shape.length - 1;
	const n = x.shape[last] as number;
	const scale = network.parameter([n], filled(1), { decays: false });
	const shift = network.parameter([n], filled(0), { decays: false });
	const attributes = { axis: -1, epsilon };
	if (!network.training) {
		return network.op("LayerNormalization", [x, scale, shift], x.shape, attributes);
	}
	const axes = network.builder.ints([last]);
	const line = [...x.shape.slice(0, last), 1];
	const op = (name: string, ...inputs: Value[]): Value => network.op(name, inputs, x.shape);
	const average = (value: Value): Value => network.op("ReduceMean", [value, axes], line);
	const centered = op("Sub", x, average(x));
	const variance = average(op("Mul", centered, centered));
	const widened = network.op("Add", [variance, network.constant(epsilon)], line);
	const deviation = network.op("Sqrt", [widened], line);
	const normal = op("Div", centered, deviation);
	const y = op("Add", op("Mul", normal, scale), shift);
	const others = network.builder.ints(x.shape.map((_, axis) => axis).slice(0, last));
	const sum = (g: Value): Value => network.op("ReduceSum", [g, others], [n], { keepdims: 0 });
	return network.derive(y, [
		{
			value: x,
			gradient: (g) => {
				const scaled = op("Mul", g, scale);
				const along = op("Mul", normal, average(op("Mul", scaled, normal)));
				return op("Div", op("Sub", op("Sub", scaled, average(scaled)), along), deviation);
			},
		},
		{ value: scale, gradient: (g) => sum(op("Mul", g, normal)) },
		{ value: shift, gradient: sum },
	]);
}
