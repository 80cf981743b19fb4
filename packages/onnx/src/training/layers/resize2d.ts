import type { Network, Value } from "../network.ts";

/**
 * Pictures in another size, by bilinear interpolation between the centres of pixels; without a gradient.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 */
export function resize2d(network: Network, x: Value, size: readonly [number, number]): Value {
	const [batch = -1, channels = 0] = x.shape;
	return network.op(
		"Resize",
		[x, "", "", network.builder.ints(size)],
		[batch, channels, ...size],
		// By size: a factor is rounded, and may give a pixel too few.
		{ mode: "linear", axes: [2, 3], coordinate_transformation_mode: "half_pixel" },
	);
}
