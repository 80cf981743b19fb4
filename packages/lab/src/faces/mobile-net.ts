import { activation, conv2d, depthwiseConv2d, type Network, resize2d, type Value } from "@undertone/onnx";

/** Size and regularisation of a MobileNet. */
export interface MobileNetOptions {
	readonly kind: "mobilenet";
	/** Width and height to which a picture is enlarged. */
	readonly side: number;
	/** How many of the thirteen blocks it has, from the first on. */
	readonly blocks: number;
	/** How many of its blocks stay as they were given, and with them the convolution before the first. */
	readonly frozen: number;
	/**
	 * Whether the depthwise convolutions (of single channels) stay as they were given in every block: they are few
	 * numbers, and a step takes little more than half the time without them.
	 */
	readonly depthwiseFrozen?: boolean | undefined;
	readonly dropout: number;
	/** Weight of the loss on the second labels, 0 for none. */
	readonly votesWeight: number;
}

/** Filters of the first convolution. */
export const firstFilters = 32;

/** Filters and stride of every block. */
export const mobileNetBlocks: readonly (readonly [filters: number, stride: number])[] = [
	[64, 1],
	[128, 2],
	[128, 1],
	[256, 2],
	[256, 1],
	[512, 2],
	[512, 1],
	[512, 1],
	[512, 1],
	[512, 1],
	[512, 1],
	[1024, 2],
	[1024, 1],
];

/**
 * The first blocks of MobileNet: each a convolution of every channel by itself and one across channels, with batch
 * normalisation already worked into their kernels and biases. Strides pad evenly, where TensorFlow pads below and to
 * the right: what is seen is the same, a pixel aside.
 *
 * @param image - Shape `[batch, 1, height, width]`.
 * @returns Shape `[batch, filters, height', width']`.
 * @see Howard et al. (2017), arXiv:1704.04861
 */
export function mobileNet(
	network: Network,
	image: Value,
	{ side, blocks, frozen, depthwiseFrozen = false }: MobileNetOptions,
): Value {
	const kernel = [3, 3] as const;
	let x = activation(
		network,
		conv2d(network, resize2d(network, image, [side, side]), firstFilters, {
			kernel,
			stride: [2, 2],
			frozen: frozen > 0,
		}),
		"relu6",
	);
	for (const [i, [filters, stride]] of mobileNetBlocks.slice(0, blocks).entries()) {
		const own = { kernel, stride: [stride, stride], frozen: i < frozen || depthwiseFrozen } as const;
		x = activation(network, depthwiseConv2d(network, x, own), "relu6");
		x = activation(network, conv2d(network, x, filters, { kernel: [1, 1], frozen: i < frozen }), "relu6");
	}
	return x;
}
