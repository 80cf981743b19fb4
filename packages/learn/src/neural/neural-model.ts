import type { Matrix } from "@undertone/core";
import {
	appendNetwork,
	createGraphBuilder,
	createSession,
	type GraphBuilder,
	type NetworkDefinition,
	type ParameterPlace,
	type Weights,
	writeOnnx,
} from "@undertone/onnx";
import { createFittedModel } from "../create-fitted-model.ts";
import type { FittedModel, Progress } from "../estimator.ts";
import { networkLogits } from "./evaluate-network.ts";

/** A fitted network, with the model of its last epoch and of its best on the validation part. */
export interface NeuralModel extends FittedModel {
	readonly last: FittedModel;
	readonly best: FittedModel;
	readonly bestEpoch: number;
	readonly curves: readonly Progress[];
	/** All weights in one vector; `parameters` says where each layer's lie. */
	readonly weights: Weights;
	readonly parameters: readonly ParameterPlace[];
	/** The same network with other weights (damaged, quantised). */
	withWeights(weights: Float32Array): FittedModel;
}

/** Parts of a network's model. */
interface NeuralParts {
	readonly name: string;
	readonly labels: readonly string[];
	readonly features: number;
	readonly definition: NetworkDefinition;
	/** Appends what stands before the network; gives a value for each of its inputs. */
	readonly prepare: (graph: GraphBuilder, features: string) => Readonly<Record<string, string>>;
	readonly summary: Readonly<Record<string, unknown>>;
}

/** A model that runs a network's inference graph. */
export function networkModel(
	{ name, labels, features, definition, prepare, summary }: NeuralParts,
	weights: Weights,
): FittedModel {
	const append = (graph: GraphBuilder, input: string): string =>
		appendNetwork(graph, definition, prepare(graph, input), weights);
	return createFittedModel({
		name,
		labels,
		features,
		summary: { weights: weights.weights.length, ...summary },
		append,
		logits: (x) => logitsByOnnx(append, x, labels.length),
	});
}

/** Logits of raw features by a graph, in a session of its own. */
async function logitsByOnnx(
	append: (graph: GraphBuilder, features: string) => string,
	x: Matrix,
	classes: number,
): Promise<Matrix> {
	const graph = createGraphBuilder("logits");
	graph.output("logits", append(graph, graph.input("features", ["N", x.columns])), ["N", classes]);
	const session = await createSession(writeOnnx(graph.build()));
	try {
		return await networkLogits(session, {}, { features: x }, classes);
	} finally {
		await session.release();
	}
}
