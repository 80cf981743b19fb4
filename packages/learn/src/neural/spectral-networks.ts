import {
	type Activation,
	activation,
	add,
	attentionPool,
	batchNormalization,
	concatenate,
	conv2d,
	dense,
	dropout,
	globalAveragePool2d,
	gru,
	layerNormalization,
	lstm,
	maxPool2d,
	type Network,
	reshape,
	transpose,
	type Value,
} from "@undertone/onnx";
import { type NeuralEstimator, neuralEstimator } from "./fit-neural.ts";
import { type SpecAugmentOptions, specAugment } from "./spec-augment.ts";
import { type TrainingOptions, withTrainingDefaults } from "./training-options.ts";

/** What all networks on frames share. */
export interface SpectralOptions extends TrainingOptions {
	/** Frames and bands (mel bands, MFCC) of a sample; a row of the data holds them frame by frame. */
	readonly frames: number;
	readonly bands: number;
	/** Before the last layer. */
	readonly dropout?: number;
	readonly specAugment?: SpecAugmentOptions | null;
}

/** Settings of {@link cnn}. */
export interface CnnOptions extends SpectralOptions {
	/** Filters of every block; each block halves time and bands. */
	readonly filters?: readonly number[];
	readonly kernel?: readonly [number, number];
	readonly activation?: Activation;
}

/** Settings of {@link recurrentNetwork}. */
export interface RecurrentOptions extends SpectralOptions {
	readonly cell?: "gru" | "lstm";
	readonly units?: number;
	readonly layers?: number;
	readonly bidirectional?: boolean;
}

/** Settings of {@link convolutionalRecurrentNetwork}. */
export interface ConvolutionalRecurrentOptions extends RecurrentOptions {
	readonly filters?: readonly number[];
}

/** Settings of {@link residualNetwork}. */
export interface ResidualOptions extends SpectralOptions {
	/** Filters of every stage; from the second on, each halves time and bands. */
	readonly filters?: readonly number[];
	/** Blocks of two convolutions in every stage. */
	readonly blocks?: number;
}

/**
 * A convolutional network on a spectrogram: blocks of convolution, batch normalisation, nonlinearity and max
 * pooling, then the mean over what is left of time and bands.
 */
export function cnn(options: CnnOptions): NeuralEstimator {
	const { filters = [16, 32, 64, 128], kernel = [3, 3], activation: kind = "relu" } = options;
	return spectral("cnn", options, (network, x) => {
		const picture = convolutions(network, asPicture(network, x), filters, kernel, kind);
		return globalAveragePool2d(network, picture);
	});
}

/** Recurrent layers (GRU or LSTM, one direction or both) over the frames, pooled by attention. */
export function recurrentNetwork(options: RecurrentOptions): NeuralEstimator {
	return spectral("recurrent", options, (network, x) =>
		recurrence(network, transpose(network, x, [1, 0, 2]), options),
	);
}

/** Convolution blocks, then recurrent layers over what is left of time, pooled by attention. */
export function convolutionalRecurrentNetwork(options: ConvolutionalRecurrentOptions): NeuralEstimator {
	const { filters = [16, 32, 64] } = options;
	return spectral("convolutional-recurrent", options, (network, x) => {
		const picture = convolutions(network, asPicture(network, x), filters, [3, 3], "relu");
		const [batch = -1, channels = 0, time = 0, bands = 0] = picture.shape;
		const frames = transpose(network, picture, [2, 0, 1, 3]);
		return recurrence(network, reshape(network, frames, [time, batch, channels * bands]), options);
	});
}

/**
 * A small residual network: stages of blocks x + f(x), where f is two convolutions.
 *
 * @see He et al. (2016), doi:10.1109/CVPR.2016.90
 */
export function residualNetwork(options: ResidualOptions): NeuralEstimator {
	const { filters = [16, 32, 64], blocks = 1 } = options;
	return spectral("residual", options, (network, x) => {
		let picture = normalised(network, asPicture(network, x), filters[0] ?? 16, [1, 1], "relu");
		for (const [stage, count] of filters.entries()) {
			for (let b = 0; b < blocks; b++) {
				picture = residualBlock(network, picture, count, stage > 0 && b === 0 ? [2, 2] : [1, 1]);
			}
		}
		return globalAveragePool2d(network, picture);
	});
}

/** An estimator from the part of a network that makes one vector of every sample. */
function spectral(
	name: string,
	options: SpectralOptions,
	embed: (network: Network, x: Value) => Value,
): NeuralEstimator {
	const { frames, bands, dropout: rate = 0.3, specAugment: hidden = null } = options;
	return neuralEstimator({
		name,
		training: withTrainingDefaults(options, name),
		shape: [frames, bands],
		layers: (network, x, classes) => dense(network, dropout(network, embed(network, x), rate), classes),
		augment: hidden === null ? undefined : (sample, random) => specAugment(sample, bands, random, hidden),
	});
}

/** `[batch, frames, bands]` as a picture of one channel. */
function asPicture(network: Network, x: Value): Value {
	const [batch = -1, frames = 0, bands = 0] = x.shape;
	return reshape(network, x, [batch, 1, frames, bands]);
}

function convolutions(
	network: Network,
	x: Value,
	filters: readonly number[],
	kernel: readonly [number, number],
	kind: Activation,
): Value {
	let picture = x;
	for (const count of filters) {
		const convolved = conv2d(network, picture, count, { kernel, bias: false });
		picture = activation(network, batchNormalization(network, convolved), kind);
		const [, , height = 1, width = 1] = picture.shape;
		const pool = [height > 1 ? 2 : 1, width > 1 ? 2 : 1] as const;
		if (pool[0] * pool[1] > 1) picture = maxPool2d(network, picture, pool);
	}
	return picture;
}

function normalised(
	network: Network,
	x: Value,
	filters: number,
	stride: readonly [number, number],
	kind: Activation | "none",
	kernel: readonly [number, number] = [3, 3],
): Value {
	const y = batchNormalization(network, conv2d(network, x, filters, { kernel, stride, bias: false }));
	return kind === "none" ? y : activation(network, y, kind);
}

function residualBlock(
	network: Network,
	x: Value,
	filters: number,
	stride: readonly [number, number],
): Value {
	const first = normalised(network, x, filters, stride, "relu");
	const second = normalised(network, first, filters, [1, 1], "none");
	const same = x.shape[1] === filters && stride[0] === 1;
	const shortcut = same ? x : normalised(network, x, filters, stride, "none", [1, 1]);
	return activation(network, add(network, second, shortcut), "relu");
}

/** Recurrent layers over `[time, batch, features]`, layer normalisation between them, pooled by attention. */
function recurrence(
	network: Network,
	x: Value,
	{
		cell = "gru",
		units = 64,
		layers = 1,
		bidirectional = true,
	}: Omit<RecurrentOptions, keyof SpectralOptions>,
): Value {
	const layer = cell === "gru" ? gru : lstm;
	let sequence = x;
	for (let l = 0; l < layers; l++) {
		if (l > 0) sequence = layerNormalization(network, sequence);
		const forward = layer(network, sequence, units, "forward");
		sequence = bidirectional
			? concatenate(network, [forward, layer(network, sequence, units, "reverse")])
			: forward;
	}
	return attentionPool(network, transpose(network, sequence, [1, 0, 2]), units);
}
