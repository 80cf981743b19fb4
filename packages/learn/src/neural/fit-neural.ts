import type { Matrix, Random } from "@undertone/core";
import { type Network, type NetworkDefinition, parameterPlaces, type Value } from "@undertone/onnx";
import { checkDataset, type Dataset } from "../dataset.ts";
import type { Estimator, FitOptions } from "../estimator.ts";
import { appendScaler, fitScaler, scale } from "../scaler.ts";
import { type NeuralModel, networkModel } from "./neural-model.ts";
import { trainNetwork } from "./train-network.ts";
import type { TrainingOptions } from "./training-options.ts";

/** An estimator whose models also know their last and best epoch. */
export interface NeuralEstimator extends Estimator {
	fit(data: Dataset, options: FitOptions): Promise<NeuralModel>;
}

/** A network and how it is trained. */
export interface NeuralRecipe {
	readonly name: string;
	readonly training: Required<TrainingOptions>;
	/** Shape of a sample; the columns of the data are its elements, row-major. All of them in one by default. */
	readonly shape?: readonly number[];
	/** From standardised samples `[batch, …shape]` to logits `[batch, classes]`. */
	readonly layers: (network: Network, x: Value, classes: number) => Value;
	/** Changes a standardised training sample in place. */
	readonly augment?: ((sample: Float32Array, random: Random) => void) | undefined;
}

/**
 * An estimator of a network on standardised features.
 *
 * Mean and deviation are those of each element of the last axis (a feature, a band), over all samples and frames.
 */
export function neuralEstimator({ name, training, shape, layers, augment }: NeuralRecipe): NeuralEstimator {
	return {
		name,
		fit: async (data, fit) => {
			checkDataset(data, name);
			const { labels } = data;
			const features = data.x.columns;
			const sample = shape ?? [features];
			const size = sample.reduce((product, dimension) => product * dimension, 1);
			if (size !== features) {
				throw new RangeError(
					`${name}.fit: samples of shape [${sample.join(", ")}] must have ${size} features, got ${features}.`,
				);
			}
			const width = sample.at(-1) ?? 1;
			const scaler = fitScaler(asLines(data.x, width));
			const definition: NetworkDefinition = {
				inputs: { standardised: sample },
				classes: labels.length,
				layers: (network, { standardised }) => layers(network, standardised as Value, labels.length),
			};
			const prepared = ({ x, y, allowed }: Dataset) => ({
				inputs: { standardised: { ...x, data: scale(asLines(x, width), scaler).data } },
				y,
				classes: labels.length,
				allowed,
			});
			const trained = await trainNetwork(
				definition,
				{
					...prepared(data),
					sampleWeights: fit.sampleWeights,
					augment: augment && ((_input, values, random) => augment(values, random)),
				},
				training,
				fit,
				fit.validation === undefined ? undefined : prepared(fit.validation),
			);
			const { bestEpoch, curves } = trained;
			const parts = {
				name,
				labels,
				features,
				definition,
				prepare: (graph: Parameters<typeof appendScaler>[0], input: string) => {
					const shaped =
						sample.length === 1 ? input : graph.node("Reshape", [input, graph.ints([-1, ...sample])]);
					return { standardised: appendScaler(graph, shaped, scaler) };
				},
				summary: { bestEpoch, epochs: curves.length },
			};
			const last = networkModel(parts, trained.last);
			const best = networkModel(parts, trained.best);
			const [kept, weights] = training.keep === "last" ? [last, trained.last] : [best, trained.best];
			return {
				...kept,
				last,
				best,
				bestEpoch,
				curves,
				weights,
				parameters: parameterPlaces(definition),
				withWeights: (changed) => {
					if (changed.length !== weights.weights.length) {
						throw new RangeError(
							`withWeights: there must be ${weights.weights.length} weights, got ${changed.length}.`,
						);
					}
					return networkModel(parts, { ...weights, weights: changed });
				},
			};
		},
	};
}

/** The same numbers with the last axis as columns. */
function asLines({ data }: Matrix, width: number): Matrix {
	return { rows: data.length / width, columns: width, data };
}
