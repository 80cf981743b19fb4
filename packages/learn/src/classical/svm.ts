import type { Matrix } from "@undertone/core";
import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset, type Dataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { innerFolds } from "./inner-folds.ts";
import { type Kernel, kernelMatrix } from "./kernel-matrix.ts";
import { reduceSupport } from "./reduce-support.ts";
import { smo } from "./smo.ts";
import { standardisedModel } from "./standardised-model.ts";
import { appendCoupling, type Coupling, couple, fitCoupling } from "./svm-coupling.ts";
import { appendDecisions, decisions, type Machine, supportOf } from "./svm-support.ts";

/** Settings of {@link svm}. */
export interface SvmOptions {
	readonly kernel?: "rbf" | "linear";
	/** Penalty of a sample on the wrong side. */
	readonly c?: number;
	/** Width of the RBF kernel; `scale` is 1 / features (of standardised features). */
	readonly gamma?: number | "scale";
	readonly classWeights?: "none" | "balanced";
	/**
	 * At most this many vectors of an RBF machine, kept as 8-bit numbers, for a small file; all by default. See
	 * {@link reduceSupport}.
	 */
	readonly mostVectors?: number;
	/** Inner folds on whose held-out samples the probabilities are fitted; 0 for none (uncalibrated). */
	readonly probabilityFolds?: number;
}

/** Beyond this the kernel matrix would take more than 3.6 GB. */
const mostSamples = 30_000;

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
	mostVectors,
	probabilityFolds = 3,
}: SvmOptions = {}): Estimator {
	if (!(c > 0)) throw new RangeError(`svm: c must be positive, got ${c}.`);
	if (gamma !== "scale" && !(gamma > 0)) throw new RangeError(`svm: gamma must be positive, got ${gamma}.`);
	if (mostVectors !== undefined && !(Number.isInteger(mostVectors) && mostVectors >= 1)) {
		throw new RangeError(`svm: mostVectors must be a whole number from 1, got ${mostVectors}.`);
	}
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
			const k = await kernelMatrix(z, z, kernel, { threads: threads ?? 1, signal });
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
			const whole = supportOf(machines, z);
			const support =
				mostVectors === undefined || kernel.kind === "linear"
					? whole
					: await reduceSupport(whole, kernel, mostVectors);
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { supportVectors: whole.vectors.rows, kept: support.vectors.rows, kernel, c },
				logits: async (x) => couple(await decisions(support, kernel, x), coupling),
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
			const solution = smo(
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
