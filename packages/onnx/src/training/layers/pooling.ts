import type { Network, Value } from "../network.ts";

/**
 * The highest of every `size` (not overlapping; a remainder is left out).
 *
 * Of equal values the first takes the gradient.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 * @returns Shape `[batch, channels, ⌊height / size[0]⌋, ⌊width / size[1]⌋]`.
 */
export function maxPool2d(network: Network, x: Value, size: readonly [number, number]): Value {
	const attributes = { kernel_shape: size, strides: size };
	const shape = pooledShape(x, size);
	if (!network.training) return network.op("MaxPool", [x], shape, attributes);
	const [name, indices] = network.builder.nodes("MaxPool", [x.name], attributes, { outputs: 2 }) as [
		string,
		string,
	];
	return network.derive({ name, shape }, [
		{
			value: x,
			gradient: (g) =>
				network.op("MaxUnpool", [g, indices, network.builder.ints(x.shape)], x.shape, attributes),
		},
	]);
}

/** The mean of every `size` (not overlapping; a remainder is left out); shapes as in {@link maxPool2d}. */
export function averagePool2d(network: Network, x: Value, size: readonly [number, number]): Value {
	const shape = pooledShape(x, size);
	const y = network.op("AveragePool", [x], shape, { kernel_shape: size, strides: size });
	return network.derive(y, [{ value: x, gradient: (g) => spread(network, g, x.shape, size) }]);
}

/** The mean over height and width; `[batch, channels, height, width]` becomes `[batch, channels]`. */
export function globalAveragePool2d(network: Network, x: Value): Value {
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	const axes = network.builder.ints([2, 3]);
	const y = network.op("ReduceMean", [x, axes], [batch, channels], { keepdims: 0 });
	return network.derive(y, [
		{
			value: x,
			gradient: (g) => {
				const column = network.op("Unsqueeze", [g, axes], [batch, channels, 1, 1]);
				const share = network.op(
					"Mul",
					[column, network.constant(1 / (height * width))],
					[batch, channels, 1, 1],
				);
				return network.op("Expand", [share, network.builder.ints(x.shape)], x.shape);
			},
		},
	]);
}

function pooledShape(x: Value, size: readonly [number, number]): number[] {
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	return [batch, channels, Math.floor(height / size[0]), Math.floor(width / size[1])];
}

/** Every element of g, divided by the area, on the whole of its window; zeros on the remainder. */
function spread(
	network: Network,
	g: Value,
	shape: readonly number[],
	[sh, sw]: readonly [number, number],
): Value {
	const { ints } = network.builder;
	const [batch = 0, channels = 0, height = 0, width = 0] = g.shape;
	const share = network.op("Mul", [g, network.constant(1 / (sh * sw))], g.shape);
	const split = network.op("Reshape", [share, ints([batch, channels, height, 1, width, 1])], []);
	const wide = network.op("Expand", [split, ints([batch, channels, height, sh, width, sw])], []);
	const covered = [batch, channels, height * sh, width * sw];
	const joined = network.op("Reshape", [wide, ints(covered)], covered);
	const rest = [(shape[2] as number) - height * sh, (shape[3] as number) - width * sw] as const;
	if (rest[0] === 0 && rest[1] === 0) return joined;
	return network.op("Pad", [joined, ints([0, 0, 0, 0, 0, 0, rest[0], rest[1]])], shape);
}
