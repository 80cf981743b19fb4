import { createRandom, type Matrix, type Random, row } from "@undertone/core";
import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { appendTrees, type OutputTree } from "./append-trees.ts";
import { binFeatures } from "./bin-features.ts";
import { growTree, leafOf, type TreeNode } from "./grow-tree.ts";
import { standardisedModel } from "./standardised-model.ts";

/** Settings of {@link randomForest}. */
export interface RandomForestOptions {
	readonly trees?: number;
	readonly maxDepth?: number;
	/** Least weight of samples in a leaf. */
	readonly minLeaf?: number;
	/** Features tried at every node; `sqrt` of their number by default. */
	readonly tried?: number | "sqrt";
	readonly classWeights?: "none" | "balanced";
}

/** Probability that is spread over all classes, so that none is impossible. */
const spread = 0.01;

/**
 * A forest of trees, each grown on a bootstrap sample with random features at every node; probabilities are the
 * mean of the leaves' class shares.
 *
 * @see Breiman (2001), doi:10.1023/A:1010933404324
 */
export function randomForest({
	trees = 200,
	maxDepth = 30,
	minLeaf = 1,
	tried = "sqrt",
	classWeights = "none",
}: RandomForestOptions = {}): Estimator {
	if (!Number.isInteger(trees) || trees < 1) {
		throw new RangeError(`randomForest: trees must be a whole number from 1, got ${trees}.`);
	}
	const name = "random-forest";
	return {
		name,
		fit: async (given, { seed, signal, onProgress, sampleWeights }) => {
			checkDataset(given, name);
			await pause(signal);
			const { data, weights } = weightedRows(given, sampleWeights);
			const classes = data.labels.length;
			const perClass =
				classWeights === "balanced"
					? balancedClassWeights(data.y, classes)
					: new Float64Array(classes).fill(1);
			const values = weights.map((w, i) => w * (perClass[data.y[i] as number] as number));
			const scaler = fitScaler(data.x, weights);
			const binned = binFeatures(scale(data.x, scaler));
			const targets = { weights: values, values, slots: data.y, slotCount: classes };
			const output = (leaf: TreeNode): [number, number][] =>
				Array.from(leaf.sums, (sum, c): [number, number] => [c, sum / leaf.weight / trees]).filter(
					([, amount]) => amount > 0,
				);
			const random = createRandom(seed).fork("forest");
			const forest: OutputTree[] = [];
			const began = performance.now();
			for (let t = 0; t < trees; t++) {
				if (t % 10 === 0) {
					await pause(signal);
					const seconds = (performance.now() - began) / 1000;
					const left = t === 0 ? Number.NaN : (seconds / t) * (trees - t);
					onProgress?.({
						epoch: t,
						epochs: trees,
						loss: Number.NaN,
						accuracy: Number.NaN,
						secondsLeft: left,
					});
				}
				const samples = bootstrap(data.y.length, random);
				const options = {
					maxDepth,
					minWeight: minLeaf,
					tried: tried === "sqrt" ? Math.ceil(Math.sqrt(binned.features)) : tried,
					smoothing: 0,
				};
				forest.push({ tree: growTree(binned, targets, samples, options, random), output });
			}
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { trees, nodes: forest.reduce((sum, { tree }) => sum + tree.length, 0) },
				logits: (z) => forestLogits(forest, z, classes),
				append: (graph, z) => {
					const shares = appendTrees(graph, z, forest, classes);
					const kept = graph.node("Mul", [shares, graph.floats(1 - spread)]);
					return graph.node("Log", [graph.node("Add", [kept, graph.floats(spread / classes)])]);
				},
			});
		},
	};
}

function bootstrap(n: number, random: Random): Int32Array {
	return Int32Array.from({ length: n }, () => random.integer(n));
}

function forestLogits(forest: readonly OutputTree[], z: Matrix, classes: number): Matrix {
	const data = new Float64Array(z.rows * classes);
	for (let r = 0; r < z.rows; r++) {
		const line = row(z, r);
		for (const { tree, output } of forest) {
			for (const [c, amount] of output(leafOf(tree, line))) {
				data[r * classes + c] = (data[r * classes + c] as number) + amount;
			}
		}
	}
	return {
		rows: z.rows,
		columns: classes,
		data: data.map((share) => Math.log((1 - spread) * share + spread / classes)),
	};
}
