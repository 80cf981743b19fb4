import type { Network, Value } from "../network.ts";
import { type Conv2dOptions, convolution, correlate, type Geometry } from "./conv2d.ts";
import { permute } from "./shape.ts";

/**
 * Two-dimensional convolution of every channel with a kernel of its own.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 * @returns Shape `[batch, channels, height', width']`, as of `conv2d`.
 * @see Howard et al. (2017), arXiv:1704.04861, for networks of it
 */
export function depthwiseConv2d(network: Network, x: Value, options: Conv2dOptions): Value {
	const channels = x.shape[1] as number;
	return convolution(network, x, options, { kernels: [channels, 1], group: channels, kernelGradient });
}

/** Every channel's input with its output's gradient, summed over the batch: a group each. */
function kernelGradient(network: Network, x: Value, g: Value, geometry: Geometry): Value {
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	const together = [1, channels * batch, height, width];
	const seen = network.op(
		"Reshape",
		[permute(network, x, [1, 0, 2, 3]), network.builder.ints(together)],
		together,
	);
	const kernels = correlate(network, seen, permute(network, g, [1, 0, 2, 3]), geometry, channels);
	return permute(network, kernels, [1, 0, 2, 3]);
}
