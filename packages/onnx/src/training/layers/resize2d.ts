import type { GraphBuilder } from "../../graph-builder.ts";
import type { Network, Value } from "../network.ts";

/**
 * Pictures in another size, by bilinear interpolation between the centres of pixels; without a gradient.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 */
export function resize2d(network: Network, x: Value, size: readonly [number, number]): Value {
	const [batch = -1, channels = 0] = x.shape;
	return { name: appendResize2d(network.builder, x.name, size), shape: [batch, channels, ...size] };
}

/** As {@link resize2d}, in any graph; returns the name of the result. */
export function appendResize2d(builder: GraphBuilder, x: string, size: readonly [number, number]): string {
	// By size: a factor such as 48 / 46 is rounded, and may give a pixel too few.
	return builder.node("Resize", [x, "", "", builder.ints(size)], {
		mode: "linear",
		axes: [2, 3],
		coordinate_transformation_mode: "half_pixel",
	});
}
