import type { Matrix } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import type { Dataset } from "../dataset.ts";
import { fitTemperature } from "../fit-temperature.ts";
import { fitSigmoid, type Sigmoid } from "./fit-sigmoid.ts";
import { appendLinear, doubles, toFloat } from "./linear-scores.ts";

/** Logit of a class without samples. */
const never = -50;

/** How decision values of pairs become logits of classes. */
export interface Coupling {
	readonly classes: number;
	/** Classes with samples; the others get a very low logit. */
	readonly present: readonly number[];
	readonly pairs: readonly { readonly positive: number; readonly negative: number }[];
	readonly sigmoids: readonly Sigmoid[];
	readonly weight: number;
}

/** Fits sigmoids and temperature on decision values of samples that the machines have not seen. */
export function fitCoupling(coupling: Coupling, held: Matrix, { y, allowed }: Dataset): Coupling {
	const sigmoids = coupling.pairs.map(({ positive, negative }, p) => {
		// As for the machines: no clip speaks for one class of a pair whose other class its corpus lacks.
		const allows = (i: number, c: number): boolean => allowed?.[i * coupling.classes + c] !== 0;
		const rows = Array.from(y, (_, i) => i).filter(
			(i) => (y[i] === positive || y[i] === negative) && allows(i, positive) && allows(i, negative),
		);
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

/** Logits of the classes: sums of log-probabilities of their pairs. */
export function couple(d: Matrix, { classes, present, pairs, sigmoids, weight }: Coupling): Matrix {
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

/** Appends what {@link couple} does; takes float64 decision values and gives float32 logits. */
export function appendCoupling(graph: GraphBuilder, d: string, coupling: Coupling): string {
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
