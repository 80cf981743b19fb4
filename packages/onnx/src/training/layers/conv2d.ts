import { filled, heNormal } from "../initial.ts";
import type { Network, Value } from "../network.ts";
import { permute, slice } from "./shape.ts";

/** Shape of a convolution. */
export interface Conv2dOptions {
	readonly kernel: readonly [number, number];
	readonly stride?: readonly [number, number];
	/** `same` pads by half the kernel, so that a stride of 1 keeps the size. */
	readonly padding?: "same" | "valid";
	/** Left out before batch normalisation, which has its own. */
	readonly bias?: boolean;
}

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in this field).
 *
 * The gradient of the kernel is a convolution of the input with the output's gradient, batch and channel axes
 * swapped; that of the input a transposed convolution.
 *
 * @param x - Shape `[batch, channels, height, width]`.
 * @returns Shape `[batch, filters, height', width']`, height' = ⌊(height + 2 pad − kernel) / stride⌋ + 1.
 */
export function conv2d(
	network: Network,
	x: Value,
	filters: number,
	{ kernel, stride = [1, 1], padding = "same", bias = true }: Conv2dOptions,
): Value {
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	const [kh, kw] = kernel;
	const [ph, pw] = padding === "same" ? [Math.floor(kh / 2), Math.floor(kw / 2)] : [0, 0];
	const outHeight = Math.floor((height + 2 * ph - kh) / stride[0]) + 1;
	const outWidth = Math.floor((width + 2 * pw - kw) / stride[1]) + 1;
	const pads = [ph, pw, ph, pw];
	const w = network.parameter([filters, channels, kh, kw], heNormal(channels * kh * kw));
	const b = bias ? network.parameter([filters], filled(0), { decays: false }) : undefined;
	const y = network.op("Conv", b === undefined ? [x, w] : [x, w, b], [batch, filters, outHeight, outWidth], {
		kernel_shape: kernel,
		strides: stride,
		pads,
	});

	const kernelGradient = (g: Value): Value => {
		const full = [
			height + 2 * ph - (outHeight - 1) * stride[0],
			width + 2 * pw - (outWidth - 1) * stride[1],
		] as const;
		const swapped = network.op(
			"Conv",
			[permute(network, x, [1, 0, 2, 3]), permute(network, g, [1, 0, 2, 3])],
			[channels, filters, full[0], full[1]],
			{ kernel_shape: [outHeight, outWidth], dilations: stride, pads },
		);
		// A remainder that no output saw is cut off.
		const rows = full[0] === kh ? swapped : slice(network, swapped, 2, 0, kh);
		const cut = full[1] === kw ? rows : slice(network, rows, 3, 0, kw);
		return permute(network, cut, [1, 0, 2, 3]);
	};
	const inputGradient = (g: Value): Value =>
		network.op("ConvTranspose", [g, w], x.shape, {
			kernel_shape: kernel,
			strides: stride,
			pads,
			output_padding: [
				height + 2 * ph - kh - (outHeight - 1) * stride[0],
				width + 2 * pw - kw - (outWidth - 1) * stride[1],
			],
		});
	const biasGradient = (g: Value): Value =>
		network.op("ReduceSum", [g, network.builder.ints([0, 2, 3])], [filters], { keepdims: 0 });
	return network.derive(y, [
		{ value: x, gradient: inputGradient },
		{ value: w, gradient: kernelGradient },
		...(b === undefined ? [] : [{ value: b, gradient: biasGradient }]),
	]);
}
