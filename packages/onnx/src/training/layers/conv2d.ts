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
	/** Whether training leaves kernel and bias as they are. */
	readonly frozen?: boolean;
}

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in this field).
 *
 * @param x - Shape `[batch, channels, height, width]`.
 * @returns Shape `[batch, filters, height', width']`, height' = ⌊(height + 2 pad − kernel) / stride⌋ + 1.
 */
export function conv2d(network: Network, x: Value, filters: number, options: Conv2dOptions): Value {
	const channels = x.shape[1] as number;
	return convolution(network, x, options, {
		kernels: [filters, channels],
		group: 1,
		kernelGradient: channels < fewChannels ? kernelGradientByConvolution : kernelGradientByProducts,
	});
}

/** What kinds of convolution differ in. */
export interface ConvolutionKind {
	/** Filters, and how many channels each of them sees. */
	readonly kernels: readonly [number, number];
	readonly group: number;
	/** From the output's gradient `g`, that of the kernels, in their shape. */
	readonly kernelGradient: (network: Network, x: Value, g: Value, geometry: Geometry) => Value;
}

/** A convolution of some kind. The gradient of the input is a transposed convolution, or a plain one where that is faster. */
export function convolution(
	network: Network,
	x: Value,
	{ kernel, stride = [1, 1], padding = "same", bias = true, frozen = false }: Conv2dOptions,
	{ kernels, group, kernelGradient }: ConvolutionKind,
): Value {
	const [batch = -1, , height = 0, width = 0] = x.shape;
	const [kh, kw] = kernel;
	const [ph, pw] = padding === "same" ? [Math.floor(kh / 2), Math.floor(kw / 2)] : [0, 0];
	const outHeight = Math.floor((height + 2 * ph - kh) / stride[0]) + 1;
	const outWidth = Math.floor((width + 2 * pw - kw) / stride[1]) + 1;
	const [filters, seen] = kernels;
	const w = network.parameter([filters, seen, kh, kw], heNormal(seen * kh * kw), { frozen });
	const b = bias ? network.parameter([filters], filled(0), { decays: false, frozen }) : undefined;
	const attributes = { kernel_shape: kernel, strides: stride, pads: [ph, pw, ph, pw], group };
	const inputs = b === undefined ? [x, w] : [x, w, b];
	const y = network.op("Conv", inputs, [batch, filters, outHeight, outWidth], attributes);

	const geometry = { kernel, stride, padding: [ph, pw], output: [outHeight, outWidth] } as const;
	const inputGradient = (g: Value): Value => {
		const back = kernelsBack(network, w, stride, group);
		if (back !== undefined) {
			const pads = [kh - 1 - ph, kw - 1 - pw];
			const plain = { kernel_shape: kernel, pads: [...pads, ...pads], group };
			return network.op("Conv", [g, back], x.shape, plain);
		}
		return network.op("ConvTranspose", [g, w], x.shape, {
			...attributes,
			output_padding: [
				height + 2 * ph - kh - (outHeight - 1) * stride[0],
				width + 2 * pw - kw - (outWidth - 1) * stride[1],
			],
		});
	};
	const biasGradient = (g: Value): Value =>
		network.op("ReduceSum", [g, network.builder.ints([0, 2, 3])], [filters], { keepdims: 0 });
	return network.derive(y, [
		{ value: x, gradient: inputGradient },
		{ value: w, gradient: (g) => kernelGradient(network, x, g, geometry) },
		...(b === undefined ? [] : [{ value: b, gradient: biasGradient }]),
	]);
}

/**
 * Kernels by which a plain convolution leads the output's gradient back to the input, where that is faster than a
 * transposed one: of steps of 1, of every channel by itself or of a single place.
 */
function kernelsBack(
	network: Network,
	w: Value,
	[down, right]: readonly [number, number],
	group: number,
): Value | undefined {
	const [, seen = 0, kh = 0, kw = 0] = w.shape;
	if (down * right > 1) return undefined;
	if (group === 1) return kh * kw === 1 ? permute(network, w, [1, 0, 2, 3]) : undefined;
	if (seen > 1) return undefined;
	// The last row first, and the last column.
	const { ints } = network.builder;
	const turned = [ints([-1, -1]), ints([-kh - 1, -kw - 1]), ints([2, 3]), ints([-1, -1])];
	return network.op("Slice", [w, ...turned], w.shape);
}

/** Below so many channels of the input the kernel's gradient is faster as a convolution. */
const fewChannels = 8;

/** Sizes of a convolution. */
export interface Geometry {
	readonly kernel: readonly [number, number];
	readonly stride: readonly [number, number];
	readonly padding: readonly [number, number];
	/** Height and width. */
	readonly output: readonly [number, number];
}

/** A convolution of the input with the output's gradient `g`, batch and channel axes swapped. */
function kernelGradientByConvolution(network: Network, x: Value, g: Value, geometry: Geometry): Value {
	const swapped = [x, g].map((value) => permute(network, value, [1, 0, 2, 3])) as [Value, Value];
	return permute(network, correlate(network, ...swapped, geometry, 1), [1, 0, 2, 3]);
}

/**
 * The input convolved with the output's gradient as its kernels, as far as the kernel reaches.
 *
 * @param x - Shape `[n, channels, height, width]`.
 * @param g - Shape `[m, channels / group, height', width']`.
 * @returns Shape `[n, m, kernel height, kernel width]`.
 */
export function correlate(
	network: Network,
	x: Value,
	g: Value,
	{ kernel: [kh, kw], stride, padding: [ph, pw], output: [outHeight, outWidth] }: Geometry,
	group: number,
): Value {
	const [n = 0, , height = 0, width = 0] = x.shape;
	const full = [
		height + 2 * ph - (outHeight - 1) * stride[0],
		width + 2 * pw - (outWidth - 1) * stride[1],
	] as const;
	const all = network.op("Conv", [x, g], [n, g.shape[0] as number, ...full], {
		kernel_shape: [outHeight, outWidth],
		dilations: stride,
		pads: [ph, pw, ph, pw],
		group,
	});
	// A remainder that no output saw is cut off.
	const rows = full[0] === kh ? all : slice(network, all, 2, 0, kh);
	return full[1] === kw ? rows : slice(network, rows, 3, 0, kw);
}

/**
 * A matrix product for every place of the kernel: the output's gradient `[filters, positions]` times what that place
 * saw of the input, `[positions, channels]`. With many channels twice as fast as the convolution.
 */
function kernelGradientByProducts(
	network: Network,
	x: Value,
	g: Value,
	{ kernel: [kh, kw], stride, padding: [ph, pw], output: [outHeight, outWidth] }: Geometry,
): Value {
	const { ints } = network.builder;
	const [batch = -1, channels = 0, height = 0, width = 0] = x.shape;
	const filters = g.shape[1] as number;
	const positions = batch * outHeight * outWidth;
	const shaped = (value: Value, shape: readonly number[]): Value =>
		network.op("Reshape", [value, ints(shape)], shape);
	const channelsLast = permute(network, x, [0, 2, 3, 1]);
	const padded =
		ph + pw === 0
			? channelsLast
			: network.op(
					"Pad",
					[channelsLast, ints([0, ph, pw, 0, 0, ph, pw, 0])],
					[batch, height + 2 * ph, width + 2 * pw, channels],
				);
	const rows = shaped(permute(network, g, [1, 0, 2, 3]), [filters, positions]);
	const products = Array.from({ length: kh * kw }, (_, place) => {
		const from = [Math.floor(place / kw), place % kw] as const;
		const to = [from[0] + (outHeight - 1) * stride[0] + 1, from[1] + (outWidth - 1) * stride[1] + 1];
		const seen = network.op(
			"Slice",
			[padded, ints(from), ints(to), ints([1, 2]), ints(stride)],
			[batch, outHeight, outWidth, channels],
		);
		return network.op("MatMul", [rows, shaped(seen, [positions, channels])], [filters, channels]);
	});
	const flat = network.op("Concat", products, [filters, kh * kw * channels], { axis: 1 });
	return permute(network, shaped(flat, [filters, kh, kw, channels]), [0, 3, 1, 2]);
}
