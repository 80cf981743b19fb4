import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { takeRows } from "../dataset.ts";
import { type Kernel, kernelMatrix } from "./kernel-matrix.ts";
import { appendLinear, doubles, type LinearMap, linearScores, toDouble } from "./linear-scores.ts";

/** One machine of a pair of classes, over all training samples. */
export interface Machine {
	readonly positive: number;
	readonly negative: number;
	/** Coefficient of every training sample. */
	readonly coefficients: Float64Array;
	readonly bias: number;
}

/** What of the training samples a model keeps. */
export interface Support {
	/** Shape `[support vectors, features]`. */
	readonly vectors: Matrix & { readonly data: Float32Array };
	/** Shape `[support vectors, pairs]`. */
	readonly coefficients: Float64Array;
	readonly bias: Float64Array;
	/** Where given, every column of `vectors` is a whole number in [−127, 127] times its step. */
	readonly steps?: Float32Array;
}

/** The samples that some machine needs. */
export function supportOf(machines: readonly Machine[], z: Matrix): Support {
	const kept: number[] = [];
	for (let i = 0; i < z.rows; i++) {
		if (machines.some(({ coefficients }) => coefficients[i] !== 0)) kept.push(i);
	}
	return {
		vectors: takeRows(z, kept) as Support["vectors"],
		coefficients: Float64Array.from(
			kept.flatMap((i) => machines.map(({ coefficients }) => coefficients[i] as number)),
		),
		bias: Float64Array.from(machines, ({ bias }) => bias),
	};
}

/** Decision value of every pair for every row. */
export async function decisions(support: Support, kernel: Kernel, x: Matrix): Promise<Matrix> {
	if (kernel.kind === "linear") return linearScores(x, collapse(support));
	const { vectors, coefficients, bias } = support;
	const pairs = bias.length;
	const data = new Float64Array(x.rows * pairs);
	for (const [r, line] of (await kernelMatrix(x, vectors, kernel)).entries()) {
		data.set(bias, r * pairs);
		for (let s = 0; s < vectors.rows; s++) {
			const k = line[s] as number;
			for (let p = 0; p < pairs; p++) {
				data[r * pairs + p] = (data[r * pairs + p] as number) + k * (coefficients[s * pairs + p] as number);
			}
		}
	}
	return { rows: x.rows, columns: pairs, data };
}

/** Linear machines: their vectors collapse into one weight for every feature and pair. */
function collapse({ vectors: { rows, columns, data }, coefficients, bias }: Support): LinearMap {
	const pairs = bias.length;
	const weights = new Float64Array(columns * pairs);
	for (let s = 0; s < rows; s++) {
		for (let i = 0; i < columns; i++) {
			const value = data[s * columns + i] as number;
			for (let p = 0; p < pairs; p++) {
				weights[i * pairs + p] =
					(weights[i * pairs + p] as number) + value * (coefficients[s * pairs + p] as number);
			}
		}
	}
	return { inputs: columns, outputs: pairs, weights, bias };
}

/** Appends the decision values, in double precision. */
export function appendDecisions(
	graph: GraphBuilder,
	x: string,
	{ vectors, coefficients, bias, steps }: Support,
	kernel: Kernel,
): string {
	const { rows, columns, data } = vectors;
	const pairs = bias.length;
	const z = toDouble(graph, x);
	if (kernel.kind === "linear") return appendLinear(graph, z, collapse({ vectors, coefficients, bias }));
	const kept = toDouble(graph, appendVectors(graph, vectors, steps));
	const axis = graph.ints([1]);
	const squares = Float64Array.from({ length: rows }, (_, s) =>
		data.subarray(s * columns, (s + 1) * columns).reduce((sum, value) => sum + value * value, 0),
	);
	const own = graph.node("ReduceSumSquare", [z, axis]);
	const product = graph.node("Gemm", [z, kept], { transB: 1 });
	const twice = graph.node("Mul", [product, doubles(graph, Float64Array.of(2))]);
	const distance = graph.node("Sub", [graph.node("Add", [own, doubles(graph, squares)]), twice]);
	const narrow = doubles(graph, Float64Array.of(-kernel.gamma));
	const k = graph.node("Exp", [graph.node("Mul", [distance, narrow])]);
	return appendLinear(graph, k, { inputs: rows, outputs: pairs, weights: coefficients, bias });
}

function appendVectors(
	graph: GraphBuilder,
	{ rows, columns, data }: Support["vectors"],
	steps: Float32Array | undefined,
): string {
	const dims = [rows, columns];
	if (steps === undefined) return graph.constant({ type: "float32", dims, data });
	const whole = Int8Array.from(data, (value, at) => Math.round(value / (steps[at % columns] as number)));
	const cast = graph.node("Cast", [graph.constant({ type: "int8", dims, data: whole })], { to: 1 });
	return graph.node("Mul", [cast, graph.floats(steps)]);
}
