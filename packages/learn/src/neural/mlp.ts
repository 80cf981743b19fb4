import {
	type Activation,
	activation,
	batchNormalization,
	dense,
	dropout,
	layerNormalization,
	type Network,
	type Value,
} from "@undertone/onnx";
import { type NeuralEstimator, neuralEstimator } from "./fit-neural.ts";
import { type TrainingOptions, withTrainingDefaults } from "./training-options.ts";

/** Shape and training of a multilayer perceptron. */
export interface MlpOptions extends TrainingOptions {
	/** Units of every hidden layer. */
	readonly hidden?: readonly number[];
	readonly activation?: Activation;
	/** Of every hidden layer, before its activation: over the batch, or over the units of a sample. */
	readonly normalise?: "none" | "batch" | "layer";
	/** After every hidden layer. */
	readonly dropout?: number;
	/** Of the standardised features. */
	readonly inputDropout?: number;
}

/**
 * A multilayer perceptron on standardised features, trained by Adam on cross-entropy.
 *
 * The defaults are the second paper's network: dense layers of 100, 200 and 100 with ReLU and dropout 0.5,
 * 100 epochs of batches of 32.
 *
 * @example
 * const model = await mlp({ hidden: [64], epochs: 50 }).fit(data, { seed: 1, validation });
 */
export function mlp(options: MlpOptions = {}): NeuralEstimator {
	const { hidden = [100, 200, 100], activation: kind = "relu", inputDropout = 0 } = options;
	const { dropout: rate = 0.5, normalise = "none" } = options;
	return neuralEstimator({
		name: "mlp",
		training: withTrainingDefaults(options, "mlp"),
		layers: (network, features, classes) => {
			let x = dropout(network, features, inputDropout);
			for (const units of hidden) {
				const hiddenLayer = normalised(network, dense(network, x, units), normalise);
				x = dropout(network, activation(network, hiddenLayer, kind), rate);
			}
			return dense(network, x, classes);
		},
	});
}

function normalised(network: Network, x: Value, how: NonNullable<MlpOptions["normalise"]>): Value {
	if (how === "none") return x;
	return how === "batch" ? batchNormalization(network, x) : layerNormalization(network, x);
}
