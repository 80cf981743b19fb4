import { type Matrix, row } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset, type Dataset, takeRows } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { fitTemperature } from "../fit-temperature.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { fitSigmoid, type Sigmoid } from "./fit-sigmoid.ts";
import { innerFolds } from "./inner-folds.ts";
import { type Kernel, kernelMatrix } from "./kernel-matrix.ts";
import { appendLinear, doubles, toDouble, toFloat } from "./linear-scores.ts";
import { type SmoSolution, smo } from "./smo.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link svm}. */
export interface SvmOptions {
	readonly kernel?: "rbf" | "linear";
	/** Penalty of a sample on the wrong side. */
	readonly c?: number;
	/** Width of the RBF kernel; `scale` is 1 / features (of standardised features). */
	readonly gamma?: number | "scale";
	readonly classWeights?: "none" | "balanced";
	/** Inner folds on whose held-out samples the probabilities are fitted; 0 for none (uncalibrated). */
	readonly probabilityFolds?: number;
}

/** Logit of a class without samples. */
const never = -50;
/** Beyond this the kernel matrix would take more than 3.6 GB. */
const mostSamples = 30_000;

/** One machine of a pair of classes, over all training samples. */
interface Machine {
	readonly positive: number;
	readonly negative: number;
	/** Coefficient of every training sample. */
	readonly coefficients: Float64Array;
	readonly bias: number;
}

/**
 * Support vector machines, one for every pair of classes.
 *
 * Probabilities: a sigmoid turns each machine's decision value into the probability of its first class (Platt),
 * and the logit of a class is the sum of the log-probabilities of its pairs, scaled by one temperature; sigmoids
 * and temperature are fitted on samples held out in inner folds. A clip takes no part in a pair of which its
 * corpus lacks the other class.
 *
 * @see Cortes & Vapnik (1995), doi:10.1007/BF00994018
 */
export function svm({
	kernel: kind = "rbf",
	c = 1,
	gamma = "scale",
	classWeights = "none",
	probabilityFolds = 3,
}: SvmOptions = {}): Estimator {
	if (!(c > 0)) throw new RangeError(`svm: c must be positive, got ${c}.`);
	if (gamma !== "scale" && !(gamma > 0)) throw new RangeError(`svm: gamma must be positive, got ${gamma}.`);
	const name = "svm";
	return {
		name,
		fit: async (given, { seed, signal, sampleWeights, threads }) => {
			checkDataset(given, name);
			await pause(signal);
			const { data, weights } = weightedRows(given, sampleWeights);
			if (data.y.length > mostSamples) {
				throw new RangeError(
					`svm.fit: there must be at most ${mostSamples} samples, got ${data.y.length}. ` +
						"Train on some of them, or take logisticRegression or an mlp.",
				);
			}
			const classes = data.labels.length;
			const scaler = fitScaler(data.x, weights);
			const z = scale(data.x, scaler);
			const kernel: Kernel =
				kind === "linear" ? { kind } : { kind, gamma: gamma === "scale" ? 1 / z.columns : gamma };
			const perClass =
				classWeights === "balanced"
					? balancedClassWeights(data.y, classes)
					: new Float64Array(classes).fill(1);
			const bounds = weights.map((w, i) => c * w * (perClass[data.y[i] as number] as number));
			const k = await kernelMatrix(z, kernel, { threads: threads ?? 1, signal });
			const everything = Int32Array.from(data.y, (_, i) => i);
			const machines = await fitPairs(data, k, bounds, everything, signal);
			const pairs = machines.map(({ positive, negative }) => ({ positive, negative }));
			const present = [...new Set(data.y)].sort((a, b) => a - b);
			let coupling: Coupling = {
				classes,
				present,
				pairs,
				sigmoids: pairs.map(() => ({ slope: 1, offset: 0 })),
				weight: 1,
			};
			const folds = probabilityFolds === 0 ? [] : innerFolds(data, probabilityFolds, seed);
			if (folds.length > 0) {
				const held = heldOutDecisions(data, pairs.length);
				for (const { train, test } of folds) {
					const inner = await fitPairs(data, k, bounds, train, signal, pairs);
					for (const i of test) {
						for (const [p, machine] of inner.entries()) {
							held.data[i * pairs.length + p] = decision(machine, k[i] as Float32Array);
						}
					}
				}
				coupling = fitCoupling(coupling, held, data);
			}
			const support = supportOf(machines, z);
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { supportVectors: support.vectors.rows, kernel, c },
				logits: (x) => couple(decisions(support, kernel, x), coupling),
				append: (graph, x) => appendCoupling(graph, appendDecisions(graph, x, support, kernel), coupling),
			});
		},
	};
}

/** Fits the machine of every pair of classes on the given samples. */
async function fitPairs(
	{ y, labels, allowed }: Dataset,
	k: readonly Float32Array[],
	bounds: Float64Array,
	samples: Int32Array,
	signal: AbortSignal | undefined,
	pairs?: readonly { positive: number; negative: number }[],
): Promise<Machine[]> {
	const classes = labels.length;
	const present = [...new Set(samples.length === y.length ? y : Array.from(samples, (i) => y[i] as number))];
	present.sort((a, b) => a - b);
	const all = present.flatMap((a, i) => present.slice(i + 1).map((b) => ({ positive: a, negative: b })));
	const machines: Machine[] = [];
	for (const { positive, negative } of pairs ?? all) {
		await pause(signal);
		const allows = (i: number, c: number) => allowed?.[i * classes + c] !== 0;
		const chosen = samples.filter(
			(i) => (y[i] === positive && allows(i, negative)) || (y[i] === negative && allows(i, positive)),
		);
		const sides = Int8Array.from(chosen, (i) => (y[i] === positive ? 1 : -1));
		const coefficients = new Float64Array(y.length);
		let bias = 0;
		if (sides.includes(1) && sides.includes(-1)) {
			const solution: SmoSolution = smo(
				gather(k, chosen),
				sides,
				Float64Array.from(chosen, (i) => bounds[i] as number),
			);
			for (const [t, i] of chosen.entries()) coefficients[i] = solution.coefficients[t] as number;
			bias = solution.bias;
		}
		machines.push({ positive, negative, coefficients, bias });
	}
	return machines;
}

/** The rows and columns of the kernel that belong to some samples. */
function gather(k: readonly Float32Array[], chosen: Int32Array): Float32Array {
	const n = chosen.length;
	const part = new Float32Array(n * n);
	for (let r = 0; r < n; r++) {
		const line = k[chosen[r] as number] as Float32Array;
		for (let t = 0; t < n; t++) part[r * n + t] = line[chosen[t] as number] as number;
	}
	return part;
}

function decision({ coefficients, bias }: Machine, line: Float32Array): number {
	let sum = bias;
	for (let i = 0; i < coefficients.length; i++) {
		const a = coefficients[i] as number;
		if (a !== 0) sum += a * (line[i] as number);
	}
	return sum;
}

function heldOutDecisions({ y }: Dataset, pairs: number): Matrix & { readonly data: Float64Array } {
	return { rows: y.length, columns: pairs, data: new Float64Array(y.length * pairs) };
}

/** How decision values of pairs become logits of classes. */
interface Coupling {
	readonly classes: number;
	/** Classes with samples; the others get a very low logit. */
	readonly present: readonly number[];
	readonly pairs: readonly { readonly positive: number; readonly negative: number }[];
	readonly sigmoids: readonly Sigmoid[];
	readonly weight: number;
}

function fitCoupling(coupling: Coupling, held: Matrix, { y, allowed }: Dataset): Coupling {
	const sigmoids = coupling.pairs.map(({ positive, negative }, p) => {
		const rows = Array.from(y, (_, i) => i).filter((i) => y[i] === positive || y[i] === negative);
		const values = rows.map((i) => held.data[i * held.columns + p] as number);
		return fitSigmoid(
			values,
			rows.map((i) => y[i] === positive),
		);
	});
	const plain = { ...coupling, sigmoids };
	const temperature = fitTemperature(couple(held, plain), y, allowed === undefined ? {} : { allowed });
	return { ...plain, weight: 1 / temperature };
}

/** log σ(z), without overflow. */
function logSigmoid(z: number): number {
	return z < 0 ? z - Math.log1p(Math.exp(z)) : -Math.log1p(Math.exp(-z));
}

function couple(d: Matrix, { classes, present, pairs, sigmoids, weight }: Coupling): Matrix {
	const data = new Float64Array(d.rows * classes).fill(never);
	for (let r = 0; r < d.rows; r++) {
		for (const c of present) data[r * classes + c] = 0;
		for (const [p, { positive, negative }] of pairs.entries()) {
			const { slope, offset } = sigmoids[p] as Sigmoid;
			const z = slope * (d.data[r * d.columns + p] as number) + offset;
			const [to, from] = [r * classes + positive, r * classes + negative];
			data[to] = (data[to] as number) + weight * logSigmoid(z);
			data[from] = (data[from] as number) + weight * logSigmoid(-z);
		}
	}
	return { rows: d.rows, columns: classes, data };
}

function appendCoupling(graph: GraphBuilder, d: string, coupling: Coupling): string {
	const { classes, present, pairs, sigmoids, weight } = coupling;
	const slopes = doubles(
		graph,
		Float64Array.from(sigmoids, ({ slope }) => slope),
	);
	const offsets = doubles(
		graph,
		Float64Array.from(sigmoids, ({ offset }) => offset),
	);
	const z = graph.node("Add", [graph.node("Mul", [d, slopes]), offsets]);
	// −log σ(z) = softplus(−z) for the first class of a pair, softplus(z) for the second.
	const both = graph.node("Concat", [graph.node("Neg", [z]), z], { axis: 1 });
	const zero = doubles(graph, Float64Array.of(0));
	const magnitude = graph.node("Neg", [graph.node("Abs", [both])]);
	const one = doubles(graph, Float64Array.of(1));
	const tail = graph.node("Log", [graph.node("Add", [one, graph.node("Exp", [magnitude])])]);
	const softplus = graph.node("Add", [graph.node("Max", [both, zero]), tail]);
	const weights = new Float64Array(2 * pairs.length * classes);
	for (const [p, { positive, negative }] of pairs.entries()) {
		weights[p * classes + positive] = -weight;
		weights[(pairs.length + p) * classes + negative] = -weight;
	}
	const bias = new Float64Array(classes).fill(never);
	for (const c of present) bias[c] = 0;
	const map = { inputs: 2 * pairs.length, outputs: classes, weights, bias };
	return toFloat(graph, appendLinear(graph, softplus, map));
}

/** What of the training samples a model keeps. */
interface Support {
	/** Shape `[support vectors, features]`. */
	readonly vectors: Matrix & { readonly data: Float32Array };
	/** Shape `[support vectors, pairs]`. */
	readonly coefficients: Float64Array;
	readonly bias: Float64Array;
}

function supportOf(machines: readonly Machine[], z: Matrix): Support {
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
function decisions({ vectors, coefficients, bias }: Support, kernel: Kernel, x: Matrix): Matrix {
	const pairs = bias.length;
	const data = new Float64Array(x.rows * pairs);
	for (let r = 0; r < x.rows; r++) {
		const line = row(x, r);
		data.set(bias, r * pairs);
		for (let s = 0; s < vectors.rows; s++) {
			const at = s * vectors.columns;
			let sum = 0;
			if (kernel.kind === "rbf") {
				for (let i = 0; i < line.length; i++) {
					const difference = (line[i] as number) - (vectors.data[at + i] as number);
					sum += difference * difference;
				}
				sum = Math.exp(-kernel.gamma * sum);
			} else {
				for (let i = 0; i < line.length; i++) sum += (line[i] as number) * (vectors.data[at + i] as number);
			}
			for (let p = 0; p < pairs; p++) {
				data[r * pairs + p] = (data[r * pairs + p] as number) + sum * (coefficients[s * pairs + p] as number);
			}
		}
	}
	return { rows: x.rows, columns: pairs, data };
}

function appendDecisions(
	graph: GraphBuilder,
	x: string,
	{ vectors, coefficients, bias }: Support,
	kernel: Kernel,
): string {
	const { rows, columns, data } = vectors;
	const pairs = bias.length;
	const z = toDouble(graph, x);
	if (kernel.kind === "linear") {
		// The vectors collapse into one weight for every feature and pair.
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
		return appendLinear(graph, z, { inputs: columns, outputs: pairs, weights, bias });
	}
	const kept = toDouble(graph, graph.constant({ type: "float32", dims: [rows, columns], data }));
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
