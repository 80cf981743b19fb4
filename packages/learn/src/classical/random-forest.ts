import { createRandom, type Matrix, type Random, row } from "@undertone/core";
import { balancedClassWeights } from "../class-weights.ts";
import { checkDataset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { pause } from "../pause.ts";
import { fitScaler, scale } from "../scaler.ts";
import { weightedRows } from "../weighted-rows.ts";
import { appendTrees, type OutputTree } from "./append-trees.ts";
import { binFeatures } from "./bin-features.ts";
import { classEvidence } from "./class-evidence.ts";
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
 * mean of the leaves' class shares. A sample whose corpus lacks a class has no say about it: see
 * {@link classEvidence}.
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
			const z = scale(data.x, scaler);
			const binned = binFeatures(z);
			const targets = { weights: values, values, slots: data.y, slotCount: classes };
			const evidence = classEvidence(data);
			// Shares of the classes, then, where a mask makes them differ, what was said about each at all.
			const heard = new Map<TreeNode, Float64Array>();
			const output = (leaf: TreeNode): [number, number][] =>
				Array.from([...leaf.sums, ...(heard.get(leaf) ?? [])], (sum, c): [number, number] => [
					c,
					sum / leaf.weight / trees,
				]).filter(([, amount]) => amount > 0);
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
				const tree = growTree(binned, targets, samples, options, random);
				if (evidence !== undefined) {
					for (const i of samples) {
						const leaf = leafOf(tree, row(z, i));
						const sums = heard.get(leaf) ?? new Float64Array(classes);
						heard.set(
							leaf,
							sums.map((sum, c) => sum + (values[i] as number) * (evidence[i * classes + c] as number)),
						);
					}
				}
				forest.push({ tree, output });
			}
			return standardisedModel({
				name,
				labels: data.labels,
				scaler,
				summary: { trees, nodes: forest.reduce((sum, { tree }) => sum + tree.length, 0) },
				logits: (x) => forestLogits(forest, x, classes, evidence !== undefined),
				append: (graph, x) => {
					const smooth = (shares: string, rest: number): string => {
						const kept = graph.node("Mul", [shares, graph.floats(1 - spread)]);
						return graph.node("Add", [kept, graph.floats(rest)]);
					};
					if (evidence === undefined) {
						return graph.node("Log", [smooth(appendTrees(graph, x, forest, classes), spread / classes)]);
					}
					const both = appendTrees(graph, x, forest, 2 * classes);
					const [shares = "", said = ""] = graph.nodes(
						"Split",
						[both, graph.ints([classes, classes])],
						{ axis: 1 },
						{ outputs: 2 },
					);
					return graph.node("Log", [
						graph.node("Div", [smooth(shares, spread / classes), smooth(said, spread)]),
					]);
				},
			});
		},
	};
}

function bootstrap(n: number, random: Random): Int32Array {
	return Int32Array.from({ length: n }, () => random.integer(n));
}

function forestLogits(forest: readonly OutputTree[], z: Matrix, classes: number, isMasked: boolean): Matrix {
	const data = new Float64Array(z.rows * classes);
	for (let r = 0; r < z.rows; r++) {
		const line = row(z, r);
		const sums = new Float64Array(2 * classes);
		for (const { tree, output } of forest) {
			for (const [c, amount] of output(leafOf(tree, line))) sums[c] = (sums[c] as number) + amount;
		}
		for (let c = 0; c < classes; c++) {
			const share = (1 - spread) * (sums[c] as number) + spread / classes;
			const said = isMasked ? (1 - spread) * (sums[classes + c] as number) + spread : 1;
			data[r * classes + c] = Math.log(share / said);
		}
	}
	return { rows: z.rows, columns: classes, data };
}
