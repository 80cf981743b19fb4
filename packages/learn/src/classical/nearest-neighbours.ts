import { type Matrix, row } from "@undertone/core";
import type { GraphBuilder } from "@undertone/onnx";
import { checkDataset, type Dataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { classEvidence } from "./class-evidence.ts";
import { doubles, toDouble, toFloat } from "./linear-scores.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link nearestNeighbours}. */
export interface NearestNeighboursOptions {
	readonly k?: number;
	/** Whether a neighbour's vote is 1 or 1 / distance (then scaled so that the votes sum to k). */
	readonly votes?: "uniform" | "distance";
}

/** Keeps 1 / distance finite where a sample is met again. */
const least = 1e-6;

/**
 * The classes of the k nearest training samples (Euclidean, standardised features).
 *
 * Probabilities are the shares of votes with one more vote spread over all classes, so that none is impossible. A
 * neighbour whose corpus lacks a class has no say about it: see {@link classEvidence}.
 *
 * @see Cover & Hart (1967), doi:10.1109/TIT.1967.1053964
 */
export function nearestNeighbours({ k = 9, votes = "distance" }: NearestNeighboursOptions = {}): Estimator {
	if (!Number.isInteger(k) || k < 1) {
		throw new RangeError(`nearestNeighbours: k must be a whole number from 1, got ${k}.`);
	}
	const name = "knn";
	return {
		name,
		fit: async (given, { signal, sampleWeights }) => {
			checkDataset(given, name);
			await pause(signal);
			const { data, weights } = weightedRows(given, sampleWeights);
			const scaler = fitScaler(data.x, weights);
			const memory: Memory = {
				z: scale(data.x, scaler),
				ballots: ballotsOf(data, weights),
				evidence: classEvidence(data)?.map(
					(value, at) => value * (weights[Math.floor(at / data.labels.length)] as number),
				),
				classes: data.labels.length,
				k: Math.min(k, data.y.length),
				votes,
			};
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { k: memory.k, samples: data.y.length },
				logits: (x) => neighbourLogits(x, memory),
				append: (graph, x) => appendNeighbours(graph, x, memory),
			});
		},
	};
}

interface Memory {
	readonly z: Matrix & { readonly data: Float32Array };
	/** What every sample gives to every class, shape `[samples, classes]`. */
	readonly ballots: Float64Array;
	/** What every sample says about every class at all, where that differs; see {@link classEvidence}. */
	readonly evidence: Float64Array | undefined;
	readonly classes: number;
	readonly k: number;
	readonly votes: "uniform" | "distance";
}

function ballotsOf({ y, labels }: Dataset, weights: Float64Array): Float64Array {
	const ballots = new Float64Array(y.length * labels.length);
	for (const [i, c] of y.entries()) ballots[i * labels.length + c] = weights[i] as number;
	return ballots;
}

function neighbourLogits(x: Matrix, { z, ballots, evidence, classes, k, votes }: Memory): Matrix {
	const data = new Float64Array(x.rows * classes);
	const distances = new Float64Array(z.rows);
	const nearest = new Int32Array(k);
	for (let r = 0; r < x.rows; r++) {
		const line = row(x, r);
		let found = 0;
		for (let s = 0; s < z.rows; s++) {
			let sum = 0;
			const at = s * z.columns;
			const farthest =
				found === k ? (distances[nearest[k - 1] as number] as number) : Number.POSITIVE_INFINITY;
			for (let i = 0; i < line.length && sum < farthest; i++) {
				const difference = (line[i] as number) - (z.data[at + i] as number);
				sum += difference * difference;
			}
			distances[s] = sum;
			// Insertion into the sorted list of the nearest so far; of equals the earlier sample stays.
			if (sum >= farthest) continue;
			let place = found < k ? found++ : k - 1;
			while (place > 0 && (distances[nearest[place - 1] as number] as number) > sum) {
				nearest[place] = nearest[place - 1] as number;
				place--;
			}
			nearest[place] = s;
		}
		const shares = new Float64Array(classes);
		const heard = new Float64Array(classes);
		let total = 0;
		for (const s of nearest) {
			const vote = votes === "uniform" ? 1 : 1 / (Math.sqrt(distances[s] as number) + least);
			for (let c = 0; c < classes; c++) {
				const amount = vote * (ballots[s * classes + c] as number);
				shares[c] = (shares[c] as number) + amount;
				heard[c] = (heard[c] as number) + vote * (evidence?.[s * classes + c] ?? 0);
				total += amount;
			}
		}
		for (let c = 0; c < classes; c++) {
			const share = (k * (shares[c] as number)) / total + 1 / classes;
			data[r * classes + c] = Math.log(
				evidence === undefined ? share : share / ((k * (heard[c] as number)) / total + 1),
			);
		}
	}
	return { rows: x.rows, columns: classes, data };
}

/** In double precision, so that neighbours are the same ones in the exported graph. */
function appendNeighbours(
	graph: GraphBuilder,
	x: string,
	{ z, ballots, evidence, classes, k, votes }: Memory,
): string {
	const scalar = (value: number): string => doubles(graph, Float64Array.of(value));
	const query = toDouble(graph, x);
	const kept = toDouble(graph, graph.constant({ type: "float32", dims: [z.rows, z.columns], data: z.data }));
	const squares = Float64Array.from({ length: z.rows }, (_, s) =>
		z.data.subarray(s * z.columns, (s + 1) * z.columns).reduce((sum, value) => sum + value * value, 0),
	);
	const own = graph.node("ReduceSumSquare", [query, graph.ints([1])]);
	const product = graph.node("Gemm", [query, kept], { transB: 1 });
	const sum = graph.node("Add", [own, doubles(graph, squares)]);
	const distances = graph.node("Sub", [sum, graph.node("Mul", [product, scalar(2)])]);
	const [nearest = "", indices = ""] = graph.nodes(
		"TopK",
		[distances, graph.ints([k])],
		{ axis: 1, largest: 0, sorted: 1 },
		{ outputs: 2 },
	);
	// [N, k, classes] ballots of the neighbours, weighed by [N, k, 1].
	let weigh = (given: string): string => given;
	if (votes === "distance") {
		const positive = graph.node("Max", [nearest, scalar(0)]);
		const far = graph.node("Add", [graph.node("Sqrt", [positive]), scalar(least)]);
		const vote = graph.node("Unsqueeze", [graph.node("Div", [scalar(1), far]), graph.ints([2])]);
		weigh = (given) => graph.node("Mul", [given, vote]);
	}
	const summed = (values: Float64Array): string => {
		const given = graph.node("Gather", [doubles(graph, values, [z.rows, classes]), indices], { axis: 0 });
		return graph.node("ReduceSum", [weigh(given), graph.ints([1])], { keepdims: 0 });
	};
	const shares = summed(ballots);
	const total = graph.node("ReduceSum", [shares, graph.ints([1])]);
	const scaled = (sum: string): string => graph.node("Mul", [graph.node("Div", [sum, total]), scalar(k)]);
	const smooth = graph.node("Add", [scaled(shares), scalar(1 / classes)]);
	if (evidence === undefined) return toFloat(graph, graph.node("Log", [smooth]));
	const heard = graph.node("Add", [scaled(summed(evidence)), scalar(1)]);
	return toFloat(graph, graph.node("Log", [graph.node("Div", [smooth, heard])]));
}
