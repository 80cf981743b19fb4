import {
	activation,
	add,
	batchNormalization,
	concatenate,
	conv2d,
	dense,
	dropout,
	globalAveragePool2d,
	maxPool2d,
	type Network,
	type NetworkDefinition,
	slice,
	softmaxCrossEntropy,
	type Value,
} from "@undertone/onnx";
import { type MobileNetOptions, mobileNet } from "./mobile-net.ts";

/** Size and regularisation of a face network. */
export type FaceNetworkOptions = StagedNetworkOptions | MobileNetOptions;

/** Size and regularisation of a network whose stages are as wide as wished. */
export interface StagedNetworkOptions {
	/**
	 * `residual` (default): the convolutions of a stage add to what they are given. `parallel`: a stage is two
	 * branches side by side, one of a convolution and one of two behind a narrow one, as in eXnet
	 * (Riaz et al. 2020, doi:10.3390/s20041087).
	 */
	readonly kind?: "residual" | "parallel" | undefined;
	/** Filters of the first convolution, then of every stage; each stage halves the picture before it. */
	readonly filters: readonly number[];
	/** Convolutions of a stage; all but the first are residual. */
	readonly depth: number;
	/**
	 * How the first convolution's picture is halved: the highest of every four (default), by its stride, or, as
	 * `residual`, the highest of every four after a second convolution that adds to what it is given, so that two
	 * layers see every pixel.
	 */
	readonly stem?: "pool" | "stride" | "residual" | undefined;
	/** While training, only the middle so many pixels wide and high are seen; all 48 by default. */
	readonly crop?: number | undefined;
	readonly dropout: number;
	/** Weight of the loss on the second labels, 0 for none. */
	readonly votesWeight: number;
}

/** Width and height of a picture. */
export const faceSide = 48;

/** Classes of the second labels: the first eight FER+ columns. */
export const voteClasses = 8;

/** Which of the two sets of labels the logits are for. */
export type FaceHead = "label" | "votes";

/**
 * A convolutional network on a grey face, with two heads on one embedding: the corpus's label, whose logits it
 * returns, and the shares of FER+ votes, which shape the embedding while training.
 *
 * Inputs: `image` `[1, 48, 48]`, and while training `votes` `[8]`, shares that sum to 1, or all 0 for none.
 */
export function faceNetwork(
	classes: number,
	options: FaceNetworkOptions,
	{ head, votes: withVotes }: { readonly head: FaceHead; readonly votes: boolean },
): NetworkDefinition {
	return {
		inputs: { image: [1, faceSide, faceSide], ...(withVotes ? { votes: [voteClasses] } : {}) },
		classes: head === "label" ? classes : voteClasses,
		layers: (network, { image, votes }) => {
			const x =
				options.kind === "mobilenet"
					? mobileNet(network, image as Value, options)
					: stages(network, image as Value, options);
			const embedding = dropout(network, globalAveragePool2d(network, x), options.dropout);
			const labels = dense(network, embedding, classes);
			const shares = dense(network, embedding, voteClasses);
			if (network.training && votes !== undefined && options.votesWeight > 0) {
				const [batch = 1] = embedding.shape;
				const ones = network.constant(new Float32Array(batch).fill(1), [batch]);
				network.addLoss(softmaxCrossEntropy(network, shares, votes, ones), options.votesWeight);
			}
			return head === "label" ? labels : shares;
		},
	};
}

function stages(
	network: Network,
	image: Value,
	{ kind = "residual", filters, depth, stem = "pool", crop = faceSide }: StagedNetworkOptions,
): Value {
	const [first = 32, ...rest] = filters;
	const seen = network.training ? middle(network, image, crop) : image;
	let x = block(network, seen, first, 5, "valid", stem === "stride" ? 2 : 1);
	if (stem === "residual") x = add(network, x, block(network, x, first, 3, "same"));
	if (stem !== "stride") x = maxPool2d(network, x, [2, 2]);
	for (const [stage, count] of rest.entries()) {
		if (stage > 0) x = maxPool2d(network, x, [2, 2]);
		if (kind === "parallel") {
			x = branches(network, x, count);
			continue;
		}
		x = block(network, x, count, 3, "same");
		for (let d = 1; d < depth; d++) x = add(network, x, block(network, x, count, 3, "same"));
	}
	return x;
}

/** Half of the filters see 3 × 3 pixels, the others 5 × 5 by two convolutions behind a narrow one. */
function branches(network: Network, x: Value, filters: number): Value {
	const half = filters / 2;
	const near = block(network, x, half, 3, "same");
	const narrow = block(network, x, Math.ceil(half / 2), 1, "same");
	const far = block(network, block(network, narrow, half, 3, "same"), half, 3, "same");
	return concatenate(network, [near, far], 1);
}

/** The middle of a picture, `side` pixels wide and high. */
function middle(network: Network, image: Value, side: number): Value {
	if (side === faceSide) return image;
	const from = Math.floor((faceSide - side) / 2);
	return slice(network, slice(network, image, 2, from, from + side), 3, from, from + side);
}

function block(
	network: Network,
	x: Value,
	filters: number,
	kernel: number,
	padding: "same" | "valid",
	stride = 1,
): Value {
	const convolved = conv2d(network, x, filters, {
		kernel: [kernel, kernel],
		stride: [stride, stride],
		padding,
		bias: false,
	});
	return activation(network, batchNormalization(network, convolved), "relu");
}
