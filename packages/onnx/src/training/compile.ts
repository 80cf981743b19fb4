import { createRandom } from "@undertone/core";
import { createGraphBuilder, type GraphBuilder } from "../graph-builder.ts";
import { writeOnnx } from "../write-onnx.ts";
import { createNetwork, type Weights } from "./create-network.ts";
import { gradients } from "./gradients.ts";
import { softmaxCrossEntropy } from "./layers/softmax-cross-entropy.ts";
import { type Mask, type Network, sizeOf, type Value } from "./network.ts";
import { type AdamOptions, adam, decayMask, rateAt, type SgdOptions, sgd } from "./optimizer.ts";
import type { QuantizedKernels, WeightStorage } from "./stored-weights.ts";

/** What a network takes and how it computes its logits. */
export interface NetworkDefinition {
	/** Shape of every input without the batch. */
	readonly inputs: Readonly<Record<string, readonly number[]>>;
	readonly classes: number;
	/** Appends the layers; returns logits of shape `[batch, classes]`. */
	readonly layers: (network: Network, inputs: Readonly<Record<string, Value>>) => Value;
}

/** How a training graph is compiled. */
export interface TrainingGraphOptions extends AdamOptions, SgdOptions {
	/** `sgd` is stochastic gradient descent with Nesterov's momentum; `adam` by default. */
	readonly optimizer?: "adam" | "sgd";
	/** Samples of a step, fixed in the graph. */
	readonly batch: number;
	/** Whether classes may be taken out of single samples' softmax: adds the input `offset`. */
	readonly masked?: boolean;
	/** What the training begins with: its frozen parts become constants, by which a step takes less time. */
	readonly initial?: Weights | undefined;
}

/** One step of training as an `.onnx` file, and what its caller must feed. */
export interface TrainingGraph {
	/**
	 * Inputs: those of the definition, `targets`, `sampleWeights`, `offset` if masked, `weights`, `mean`,
	 * `square` of Adam, `running` if any, `rates`, and the masks. Outputs: `loss`, `logits`, `nextWeights`,
	 * `nextMean`, `nextSquare` of Adam, `nextRunning` if any, `gradient`. Of `sgd` the mean is the velocity.
	 */
	readonly bytes: Uint8Array;
	readonly masks: readonly Mask[];
	readonly weights: number;
	readonly running: number;
}

/** Compiles forward pass, backward pass and one step of the optimiser into one ONNX graph. */
export function compileTraining(
	definition: NetworkDefinition,
	{ batch, masked = false, initial, optimizer = "adam", ...constants }: TrainingGraphOptions,
): TrainingGraph {
	const builder = createGraphBuilder("training");
	const network = createNetwork(builder, { training: true, held: initial });
	const input = (name: string, shape: readonly number[]): Value => ({
		name: builder.input(name, shape),
		shape,
	});
	const inputs = inputsOf(builder, definition, batch);
	const classes = [batch, definition.classes];
	const targets = input("targets", classes);
	const sampleWeights = input("sampleWeights", [batch]);
	const offset = masked ? input("offset", classes) : undefined;
	const logits = definition.layers(network, inputs);
	const loss = sumOf(network, [
		softmaxCrossEntropy(network, logits, targets, sampleWeights, offset),
		...network.losses,
	]);

	const values = network.parameters.map(({ value }) => value);
	const size = values.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
	const frozen = new Set(network.parameters.flatMap((one) => (one.frozen ? [one.value] : [])));
	const gradient = flatten(network, gradients(network, loss, values, frozen));
	const rates = input("rates", [3]);
	const weights = { name: "weights", shape: [size] };
	const mean = input("mean", [size]);
	const mask = decayMask(network);
	let nextWeights: Value;
	if (optimizer === "adam") {
		const state = { weights, mean, square: input("square", [size]) };
		const next = adam(network, state, gradient, rates, mask, constants);
		nextWeights = next.weights;
		builder.output("nextMean", next.mean.name, [size]);
		builder.output("nextSquare", next.square.name, [size]);
	} else {
		const rate = rateAt(network, rates, 0);
		const next = sgd(network, { weights, velocity: mean }, gradient, rate, mask, constants);
		nextWeights = next.weights;
		builder.output("nextMean", next.velocity.name, [size]);
	}
	const running = network.runnings.reduce((sum, part) => sum + part.size, 0);
	if (running > 0) {
		const parts = network.runnings.map(({ value, next: after }) => after ?? value);
		builder.output("nextRunning", flatten(network, parts).name, [running]);
	}
	builder.output("loss", loss.name, []);
	builder.output("logits", logits.name, classes);
	builder.output("gradient", gradient.name, [size]);
	builder.output("nextWeights", nextWeights.name, [size]);
	return { bytes: writeNetwork(builder, network.prologue()), masks: network.masks, weights: size, running };
}

/**
 * The forward pass as an `.onnx` file whose weights are inputs, for validating while training.
 *
 * Inputs: those of the definition with a batch of any size, `weights`, `running` if any. Output: `logits`.
 */
export function compileEvaluation(definition: NetworkDefinition): Uint8Array {
	const builder = createGraphBuilder("evaluation");
	const network = createNetwork(builder, { training: false });
	const logits = definition.layers(network, inputsOf(builder, definition, -1));
	builder.output("logits", logits.name, ["N", definition.classes]);
	return writeNetwork(builder, network.prologue());
}

/** How a network's weights are stored. */
interface StorageOptions {
	readonly storage?: WeightStorage;
	readonly quantized?: QuantizedKernels | undefined;
}

/**
 * Appends a trained network to a graph.
 *
 * @param inputs - Names of values of the graph for the definition's inputs.
 * @param options.storage - How its kernels and matrices are stored; in full by default.
 * @param options.quantized - Kernels that are quantized already, to what their storage has room for; the others go to the nearest.
 * @returns The name of the logits, shape `[N, classes]`.
 * @throws {RangeError} If a kernel was quantized for another shape or storage.
 */
export function appendNetwork(
	builder: GraphBuilder,
	definition: NetworkDefinition,
	inputs: Readonly<Record<string, string>>,
	trained: Weights,
	{ storage = "float32", quantized }: StorageOptions = {},
): string {
	const network = createNetwork(builder, { training: false, trained, storage, quantized });
	const values = Object.entries(definition.inputs).map(([name, shape]) => {
		const value = { name: inputs[name] ?? name, shape: [-1, ...shape] };
		return [name, value] as const;
	});
	return definition.layers(network, Object.fromEntries(values)).name;
}

/** Where a layer's weights lie within the flat vector of all. */
export interface ParameterPlace {
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
	/** Whether it is a matrix or kernel, not a bias or scale. */
	readonly isKernel: boolean;
	/** Whether training leaves it as it is. */
	readonly frozen: boolean;
}

/** Where each layer's weights lie, in the order in which the layers were declared. */
export function parameterPlaces(definition: NetworkDefinition): ParameterPlace[] {
	const builder = createGraphBuilder("places");
	const network = createNetwork(builder, { training: true });
	definition.layers(network, inputsOf(builder, definition, 1));
	return network.parameters.map(({ value, offset, size, decays, frozen }) => ({
		shape: value.shape,
		offset,
		size,
		isKernel: decays,
		frozen,
	}));
}

/** The numbers a network starts from; the same for the same seed. */
export function initialWeights(definition: NetworkDefinition, seed: number): Weights {
	const builder = createGraphBuilder("initial");
	const network = createNetwork(builder, { training: true });
	definition.layers(network, inputsOf(builder, definition, 1));
	const random = createRandom(seed).fork("weights");
	return {
		weights: join(network.parameters.map(({ value, initial }) => initial(random, value.shape))),
		running: join(network.runnings.map(({ size, initial }) => new Float32Array(size).fill(initial))),
	};
}

/** A definition's inputs as inputs of a graph; below 0 a batch of any size. */
export function inputsOf(
	builder: GraphBuilder,
	definition: NetworkDefinition,
	batch: number,
): Record<string, Value> {
	const entries = Object.entries(definition.inputs).map(([name, shape]) => {
		builder.input(name, [batch < 0 ? "N" : batch, ...shape]);
		return [name, { name, shape: [batch, ...shape] }] as const;
	});
	return Object.fromEntries(entries);
}

/** The sum of scalars, with its gradients. */
function sumOf(network: Network, values: readonly Value[]): Value {
	const [first] = values;
	if (first !== undefined && values.length === 1) return first;
	const parents = values.map((value) => ({ value, gradient: (gradient: Value) => gradient }));
	return network.derive(network.op("Sum", values, []), parents);
}

function flatten(network: Network, values: readonly Value[]): Value {
	const shape = network.builder.ints([-1]);
	const flat = values.map((value) => network.op("Reshape", [value, shape], [sizeOf(value.shape)]));
	const size = flat.reduce((sum, value) => sum + sizeOf(value.shape), 0);
	return network.op("Concat", flat, [size], { axis: 0 });
}

/** A graph with what its network's prologue must do first, as a file. */
export function writeNetwork(
	builder: GraphBuilder,
	prologue: ReturnType<ReturnType<typeof createNetwork>["prologue"]>,
) {
	const graph = builder.build();
	return writeOnnx({ ...graph, nodes: [...prologue, ...graph.nodes] });
}

function join(parts: readonly Float32Array[]): Float32Array {
	const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
