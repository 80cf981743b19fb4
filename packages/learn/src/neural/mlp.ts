import { type Activation, activation, dense, dropout, type NetworkDefinition } from "@undertone/onnx";
import type { Dataset } from "../dataset.ts";
import { checkDataset } from "../dataset.ts";
import type { Estimator, FitOptions } from "../estimator.ts";
import { appendScaler, fitScaler, scale } from "../scaler.ts";
import { type NeuralModel, networkModel } from "./neural-model.ts";
import { trainNetwork } from "./train-network.ts";
import { type TrainingOptions, withTrainingDefaults } from "./training-options.ts";

/** Shape and training of a multilayer perceptron. */
export interface MlpOptions extends TrainingOptions {
	/** Units of every hidden layer. */
	readonly hidden?: readonly number[];
	readonly activation?: Activation;
	/** After every hidden layer. */
	readonly dropout?: number;
	/** Of the standardised features. */
	readonly inputDropout?: number;
}

/** A {@link mlp} fits to a model that also knows its last and best epoch. */
export interface MlpEstimator extends Estimator {
	fit(data: Dataset, options: FitOptions): Promise<NeuralModel>;
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
export function mlp(options: MlpOptions = {}): MlpEstimator {
	const { hidden = [100, 200, 100], activation: kind = "relu", inputDropout = 0 } = options;
	const { dropout: rate = 0.5 } = options;
	const training = withTrainingDefaults(options, "mlp");
	return {
		name: "mlp",
		fit: async (data, fit) => {
			checkDataset(data, "mlp");
			const { labels } = data;
			const features = data.x.columns;
			const scaler = fitScaler(data.x);
			const definition: NetworkDefinition = {
				inputs: { standardised: [features] },
				classes: labels.length,
				layers: (network, { standardised }) => {
					let x = dropout(network, standardised as NonNullable<typeof standardised>, inputDropout);
					for (const units of hidden) {
						x = dropout(network, activation(network, dense(network, x, units), kind), rate);
					}
					return dense(network, x, labels.length);
				},
			};
			const prepared = (part: Dataset) => ({
				inputs: { standardised: scale(part.x, scaler) },
				y: part.y,
				classes: labels.length,
				allowed: part.allowed,
			});
			const trained = await trainNetwork(
				definition,
				{ ...prepared(data), sampleWeights: fit.sampleWeights },
				training,
				fit,
				fit.validation === undefined ? undefined : prepared(fit.validation),
			);
			const { bestEpoch, curves } = trained;
			const parts = {
				name: "mlp",
				labels,
				features,
				definition,
				prepare: (graph: Parameters<typeof appendScaler>[0], input: string) => ({
					standardised: appendScaler(graph, input, scaler),
				}),
				summary: { bestEpoch, epochs: curves.length },
			};
			const last = networkModel(parts, trained.last);
			const best = networkModel(parts, trained.best);
			return { ...(training.keep === "last" ? last : best), last, best, bestEpoch, curves };
		},
	};
}
