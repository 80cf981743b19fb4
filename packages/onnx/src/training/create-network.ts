import type { GraphBuilder } from "../graph-builder.ts";
import type { OnnxNode } from "../model.ts";
import {
	type Derivation,
	type Mask,
	type Network,
	type Parameter,
	type Running,
	sizeOf,
	type Value,
} from "./network.ts";
import { appendWeights, type QuantizedKernels, type WeightStorage } from "./stored-weights.ts";

/** Numbers of a trained network, each a flat vector. */
export interface Weights {
	readonly weights: Float32Array;
	/** Running statistics of batch normalisation. */
	readonly running: Float32Array;
}

interface NetworkOptions {
	readonly training: boolean;
	/** Trained numbers to write into the graph; without them they are inputs `weights` and `running`. */
	readonly trained?: Weights;
	/** While training, what frozen parameters stay at: constants of the graph, which onnxruntime can lay out for speed. */
	readonly held?: Weights | undefined;
	/** How kernels and matrices of {@link trained} are stored; they are computed with in single precision. */
	readonly storage?: WeightStorage;
	readonly quantized?: QuantizedKernels | undefined;
}

/** A {@link Network} that appends to `builder`; `prologue` are the nodes that must come before its own. */
export interface NetworkUnderConstruction extends Network {
	prologue(): OnnxNode[];
}

/** Starts a network on a graph. */
export function createNetwork(
	builder: GraphBuilder,
	{ training, trained, held, storage = "float32", quantized }: NetworkOptions,
): NetworkUnderConstruction {
	const parameters: Parameter[] = [];
	const runnings: Running[] = [];
	const masks: Mask[] = [];
	const derivations: Derivation[] = [];
	const losses: Value[] = [];
	const end = (parts: readonly { offset: number; size: number }[]): number => {
		const last = parts.at(-1);
		return last === undefined ? 0 : last.offset + last.size;
	};
	/** A part of a flat vector: a constant where the numbers are known, else named for the prologue to split. */
	const part = (
		kind: "weights" | "running",
		index: number,
		offset: number,
		shape: readonly number[],
	): Value => {
		if (trained === undefined) return { name: `${kind}/${index}`, shape };
		const data = trained[kind].slice(offset, offset + sizeOf(shape));
		const given = kind === "weights" ? quantized?.get(index) : undefined;
		return { name: appendWeights(builder, data, shape, { storage, given }), shape };
	};
	return {
		training,
		builder,
		parameters,
		runnings,
		masks,
		derivations,
		losses,
		op: (op, inputs, shape, attributes = {}) => ({
			name: builder.node(
				op,
				inputs.map((input) => (typeof input === "string" ? input : input.name)),
				attributes,
			),
			shape,
		}),
		constant: (values, shape) => {
			const dims = shape ?? (typeof values === "number" ? [] : [values.length]);
			return { name: builder.floats(values, dims), shape: dims };
		},
		parameter: (shape, initial, { decays = true, frozen = false } = {}) => {
			const offset = end(parameters);
			const size = sizeOf(shape);
			const value =
				frozen && held !== undefined
					? { name: builder.floats(held.weights.slice(offset, offset + size), shape), shape }
					: part("weights", parameters.length, offset, shape);
			parameters.push({ value, offset, size, initial, decays, frozen });
			return value;
		},
		running: (shape, initial) => {
			const offset = end(runnings);
			const value = part("running", runnings.length, offset, shape);
			runnings.push({ value, offset, size: sizeOf(shape), initial, next: undefined });
			return value;
		},
		updateRunning: (running, next) => {
			const found = runnings.find(({ value }) => value === running);
			if (found === undefined) throw new RangeError(`updateRunning: "${running.name}" is no running value.`);
			found.next = next;
		},
		mask: (shape, rate) => {
			const value = { name: builder.input(`mask/${masks.length}`, shape), shape };
			masks.push({ value, rate });
			return value;
		},
		addLoss: (loss, weight) => {
			if (!training) return;
			const factor = { name: builder.floats(weight), shape: [] };
			const times = (value: Value): Value => ({
				name: builder.node("Mul", [value.name, factor.name]),
				shape: [],
			});
			const output = times(loss);
			derivations.push({ output, parents: [{ value: loss, gradient: times }] });
			losses.push(output);
		},
		derive: (output, parents) => {
			derivations.push({ output, parents });
			return output;
		},
		prologue: () =>
			trained === undefined
				? [...split(builder, "weights", parameters), ...split(builder, "running", runnings)]
				: [],
	};
}

/** Nodes that cut a flat input vector into the values of the layers; those that are constants do without. */
function split(
	builder: GraphBuilder,
	kind: string,
	parts: readonly { readonly value: Value; readonly size: number }[],
): OnnxNode[] {
	if (parts.length === 0) return [];
	builder.input(kind, [parts.reduce((sum, { size }) => sum + size, 0)]);
	const node = (op: string, inputs: string[], outputs: string[]): OnnxNode => ({
		op,
		domain: "",
		inputs,
		outputs,
		attributes: {},
	});
	const names = parts.map((_, i) => `${kind}/${i}`);
	const flat = names.map((name) => `${name}/flat`);
	return [
		node("Split", [kind, builder.ints(parts.map(({ size }) => size))], flat),
		...parts.flatMap(({ value }, i) =>
			value.name === names[i]
				? [node("Reshape", [flat[i] as string, builder.ints(value.shape)], [value.name])]
				: [],
		),
	];
}
