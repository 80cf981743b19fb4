import { createRandom, type Matrix, row } from "@undertone/core";
import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { softmaxRows } from "../softmax.ts";
import { weightedRows } from "../weighted-rows.ts";
import { appendTrees, type OutputTree } from "./append-trees.ts";
import { binFeatures } from "./bin-features.ts";
import { growTree, leafOf, type TreeNode } from "./grow-tree.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link gradientBoosting}. */
export interface GradientBoostingOptions {
	/** Each grows one tree a class. */
	readonly rounds?: number;
	readonly learningRate?: number;
	readonly maxDepth?: number;
	/** Share of the samples that a round sees. */
	readonly subsample?: number;
	/** Share of the features tried at every node. */
	readonly featureShare?: number;
	readonly classWeights?: "none" | "balanced";
}

/** Added to the second derivatives of a leaf. */
const smoothing = 1;

/**
 * Gradient boosting of trees on the softmax cross-entropy, with second derivatives.
 *
 * Classes that a sample's corpus lacks are left out of its softmax.
 *
 * @see Friedman (2001), doi:10.1214/aos/1013203451; Chen & Guestrin (2016), doi:10.1145/2939672.2939785
 */
export function gradientBoosting({
	rounds = 100,
	learningRate = 0.1,
	maxDepth = 4,
	subsample = 0.8,
	featureShare = 0.3,
	classWeights = "none",
}: GradientBoostingOptions = {}): Estimator {
	if (!(learningRate > 0)) {
		throw new RangeError(`gradientBoosting: learningRate must be positive, got ${learningRate}.`);
	}
	const name = "gradient-boosting";
	return {
		name,
		fit: async (given, { seed, signal, onProgress, sampleWeights }) => {
			checkDataset(given, name);
			await pause(signal);
			const { data, weights } = weightedRows(given, sampleWeights);
			const n = data.y.length;
			const classes = data.labels.length;
			const perClass =
				classWeights === "balanced"
					? balancedClassWeights(data.y, classes)
					: new Float64Array(classes).fill(1);
			const scaler = fitScaler(data.x, weights);
			const z = scale(data.x, scaler);
			const binned = binFeatures(z);
			const random = createRandom(seed).fork("boosting");
			const scores = { rows: n, columns: classes, data: new Float64Array(n * classes) };
			const slots = new Int32Array(n);
			const grown: OutputTree[] = [];
			const options = {
				maxDepth,
				minWeight: 1,
				tried: Math.max(1, Math.round(featureShare * binned.features)),
				smoothing,
			};
			const began = performance.now();
			for (let round = 0; round < rounds; round++) {
				await pause(signal);
				const p = softmaxRows(masked(scores, data.allowed)).data;
				const drawn = Int32Array.from(
					random
						.shuffle(Array.from({ length: n }, (_, i) => i))
						.slice(0, Math.max(2, Math.round(subsample * n))),
				);
				for (let c = 0; c < classes; c++) {
					// First and second derivative of the loss, times minus one and one.
					const values = new Float64Array(n);
					const curvatures = new Float64Array(n);
					for (let i = 0; i < n; i++) {
						const w = (weights[i] as number) * (perClass[data.y[i] as number] as number);
						const share = p[i * classes + c] as number;
						values[i] = w * ((data.y[i] === c ? 1 : 0) - share);
						curvatures[i] = Math.max(w * share * (1 - share), 1e-9);
					}
					const targets = { weights: curvatures, values, slots, slotCount: 1 };
					const tree = growTree(binned, targets, drawn.slice(), options, random);
					const amount = (leaf: TreeNode): number =>
						(learningRate * (leaf.sums[0] as number)) / (leaf.weight + smoothing);
					grown.push({ tree, output: (leaf) => [[c, amount(leaf)]] });
					for (let i = 0; i < n; i++) {
						const at = i * classes + c;
						scores.data[at] = (scores.data[at] as number) + amount(leafOf(tree, row(z, i)));
					}
				}
				const seconds = (performance.now() - began) / 1000 / (round + 1);
				onProgress?.({
					epoch: round + 1,
					epochs: rounds,
					loss: Number.NaN,
					accuracy: Number.NaN,
					secondsLeft: seconds * (rounds - round - 1),
				});
			}
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { trees: grown.length },
				logits: (x) => boostedScores(grown, x, classes),
				append: (graph, x) => appendTrees(graph, x, grown, classes),
			});
		},
	};
}

/** Scores with those of classes that a sample cannot have put so low that they get no probability. */
function masked(scores: Matrix, allowed: Uint8Array | undefined): Matrix {
	if (allowed === undefined) return scores;
	const { rows, columns, data } = scores;
	return { rows, columns, data: Float64Array.from(data, (z, i) => (allowed[i] === 0 ? -1e9 : z)) };
}

function boostedScores(grown: readonly OutputTree[], z: Matrix, classes: number): Matrix {
	const data = new Float64Array(z.rows * classes);
	for (let r = 0; r < z.rows; r++) {
		const line = row(z, r);
		for (const { tree, output } of grown) {
			for (const [c, amount] of output(leafOf(tree, line))) {
				data[r * classes + c] = (data[r * classes + c] as number) + amount;
			}
		}
	}
	return { rows: z.rows, columns: classes, data };
}
