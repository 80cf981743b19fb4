import type { Network, Value } from "../network.ts";

/** The same numbers in another shape; one dimension may be −1 where the batch may vary. */
export function reshape(network: Network, x: Value, shape: readonly number[]): Value {
	const y = network.op("Reshape", [x, network.builder.ints(shape)], shape);
	return network.derive(y, [
		{
			value: x,
			gradient: (g) => network.op("Reshape", [g, network.builder.ints(x.shape)], x.shape),
		},
	]);
}

/** Everything but the batch in one dimension. */
export function flatten(network: Network, x: Value): Value {
	const [batch = -1, ...rest] = x.shape;
	return reshape(network, x, [batch, rest.reduce((product, dimension) => product * dimension, 1)]);
}

/** Axes in another order: axis i of the result is axis `order[i]` of `x`. */
export function transpose(network: Network, x: Value, order: readonly number[]): Value {
	const y = permute(network, x, order);
	const inverse = order.map((_, axis) => order.indexOf(axis));
	return network.derive(y, [{ value: x, gradient: (g) => permute(network, g, inverse) }]);
}

/** As {@link transpose}, without a gradient. */
export function permute(network: Network, x: Value, order: readonly number[]): Value {
	const shape = order.map((axis) => x.shape[axis] as number);
	return network.op("Transpose", [x], shape, { perm: order });
}

/** A sum of two values of one shape. */
export function add(network: Network, a: Value, b: Value): Value {
	return network.derive(network.op("Add", [a, b], a.shape), [
		{ value: a, gradient: (g) => g },
		{ value: b, gradient: (g) => g },
	]);
}

/** Values side by side along one axis, the last unless told otherwise. */
export function concatenate(network: Network, parts: readonly Value[], along?: number): Value {
	const first = parts[0];
	if (first === undefined) throw new RangeError("concatenate: there must be at least one value, got none.");
	const axis = along ?? first.shape.length - 1;
	const widths = parts.map(({ shape }) => shape[axis] as number);
	const total = widths.reduce((sum, width) => sum + width, 0);
	const y = network.op("Concat", parts, first.shape.with(axis, total), { axis });
	let start = 0;
	return network.derive(
		y,
		parts.map((value, i) => {
			const from = start;
			start += widths[i] as number;
			const to = start;
			return { value, gradient: (g: Value) => slice(network, g, axis, from, to) };
		}),
	);
}

/** Elements `from` to `to` (exclusive) of one axis, without a gradient. */
export function slice(network: Network, x: Value, axis: number, from: number, to: number): Value {
	const { ints } = network.builder;
	const shape = x.shape.map((dimension, i) => (i === axis ? to - from : dimension));
	return network.op("Slice", [x, ints([from]), ints([to]), ints([axis])], shape);
}
