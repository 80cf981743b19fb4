import { filled, heNormal } from "../initial.ts";
import type { Network, Value } from "../network.ts";
import { type Conv2dOptions, outputSize } from "./conv2d.ts";
import { permute, slice } from "./shape.ts";

/**
 * Two-dimensional convolution of every channel with a kernel of its own.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 * @returns Shape `[batch, channels, height', width']`, as of `conv2d`.
 * @see Howard et al. (2017), arXiv:1704.04861, for networks of it
 */
export function depthwiseConv2d(
	network: Network,
	x: Value,
	{ kernel, stride = [1, 1], padding = "same", bias = true, frozen = false }: Conv2dOptions,
): Value {
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	const [kh, kw] = kernel;
	const [ph, pw] = padding === "same" ? [Math.floor(kh / 2), Math.floor(kw / 2)] : [0, 0];
	const outHeight = outputSize(height, kh, stride[0], ph);
	const outWidth = outputSize(width, kw, stride[1], pw);
	const attributes = { kernel_shape: kernel, strides: stride, pads: [ph, pw, ph, pw], group: channels };
	const w = network.parameter([channels, 1, kh, kw], heNormal(kh * kw), { frozen });
	const b = bias ? network.parameter([channels], filled(0), { decays: false, frozen }) : undefined;
	const y = network.op(
		"Conv",
		b === undefined ? [x, w] : [x, w, b],
		[batch, channels, outHeight, outWidth],
		attributes,
	);

	const inputGradient = (g: Value): Value =>
		network.op("ConvTranspose", [g, w], x.shape, {
			...attributes,
			output_padding: [
				height + 2 * ph - kh - (outHeight - 1) * stride[0],
				width + 2 * pw - kw - (outWidth - 1) * stride[1],
			],
		});
	const biasGradient = (g: Value): Value =>
		network.op("ReduceSum", [g, network.builder.ints([0, 2, 3])], [channels], { keepdims: 0 });
	/** Every channel's input with its output's gradient, summed over the batch: one group each. */
	const kernelGradient = (g: Value): Value => {
		const { ints } = network.builder;
		const full = [
			height + 2 * ph - (outHeight - 1) * stride[0],
			width + 2 * pw - (outWidth - 1) * stride[1],
		] as const;
		const seen = network.op(
			"Reshape",
			[permute(network, x, [1, 0, 2, 3]), ints([1, channels * batch, height, width])],
			[1, channels * batch, height, width],
		);
		const flat = network.op(
			"Conv",
			[seen, permute(network, g, [1, 0, 2, 3])],
			[1, channels, full[0], full[1]],
			{
				kernel_shape: [outHeight, outWidth],
				dilations: stride,
				pads: [ph, pw, ph, pw],
				group: channels,
			},
		);
		// A remainder that no output saw is cut off.
		const rows = full[0] === kh ? flat : slice(network, flat, 2, 0, kh);
		const cut = full[1] === kw ? rows : slice(network, rows, 3, 0, kw);
		return network.op("Reshape", [cut, ints(w.shape)], w.shape);
	};
	return network.derive(y, [
		{ value: x, gradient: inputGradient },
		{ value: w, gradient: kernelGradient },
		...(b === undefined ? [] : [{ value: b, gradient: biasGradient }]),
	]);
}
