import type { Random } from "@undertone/core";
import type { BinnedFeatures } from "./bin-features.ts";

/** A node: a leaf where `feature` is −1, else x[feature] ≤ threshold goes to `left`. */
export interface TreeNode {
	readonly feature: number;
	readonly threshold: number;
	readonly left: number;
	readonly right: number;
	/** Sum of weights, and of values for every slot, of the samples that came here. */
	readonly weight: number;
	readonly sums: Float64Array;
}

/** A tree's nodes; the first is the root. */
export type Tree = readonly TreeNode[];

/** What a tree is grown on. */
export interface TreeTargets {
	/** Weight of every sample (the second derivative, in boosting). */
	readonly weights: Float64Array;
	/** What every sample adds to its slot (its weight, or its gradient in boosting). */
	readonly values: Float64Array;
	/** Slot of every sample (its class, or 0 in boosting). */
	readonly slots: Int32Array;
	readonly slotCount: number;
}

/** When a tree stops. */
export interface TreeOptions {
	readonly maxDepth: number;
	/** Least sum of weights on each side of a split. */
	readonly minWeight: number;
	/** Features tried at every node. */
	readonly tried: number;
	/** Added to the weight of every side (L2 in boosting). */
	readonly smoothing: number;
}

/**
 * Grows a tree by the split with the greatest gain Σ_side Σ_slot S² / (W + smoothing).
 *
 * With one-hot classes as slots this is the decrease of Gini impurity; with gradients, second-order boosting.
 *
 * @param samples - Indices to grow on; repeated ones count as often. Reordered in place.
 * @see Breiman et al. (1984), Classification and regression trees
 */
export function growTree(
	binned: BinnedFeatures,
	targets: TreeTargets,
	samples: Int32Array,
	options: TreeOptions,
	random: Random,
): Tree {
	const nodes: TreeNode[] = [];
	const features = Int32Array.from({ length: binned.features }, (_, f) => f);
	const stride = targets.slotCount + 1;
	const histogram = new Float64Array(256 * stride);
	const grow = (from: number, to: number, depth: number): number => {
		const index = nodes.length;
		const { weight, sums } = totals(targets, samples, from, to);
		const leaf: TreeNode = { feature: -1, threshold: 0, left: 0, right: 0, weight, sums };
		nodes.push(leaf);
		if (depth >= options.maxDepth || weight < 2 * options.minWeight || isPure(targets, sums)) return index;
		const split = bestSplit(
			{ binned, targets, samples, from, to, weight, sums, options },
			features,
			histogram,
			random,
		);
		if (split === undefined) return index;
		const middle = partition(binned, samples, from, to, split);
		const threshold = binned.edges[split.feature]?.[split.bin] as number;
		const left = grow(from, middle, depth + 1);
		const right = grow(middle, to, depth + 1);
		nodes[index] = { ...leaf, feature: split.feature, threshold, left, right };
		return index;
	};
	grow(0, samples.length, 0);
	return nodes;
}

/** The leaf a row of features comes to. */
export function leafOf(tree: Tree, x: Float32Array | Float64Array): TreeNode {
	let node = tree[0] as TreeNode;
	while (node.feature >= 0) {
		node = tree[(x[node.feature] as number) <= node.threshold ? node.left : node.right] as TreeNode;
	}
	return node;
}

interface Split {
	readonly feature: number;
	/** Bins up to this one go left. */
	readonly bin: number;
}

function totals(
	{ weights, values, slots, slotCount }: TreeTargets,
	samples: Int32Array,
	from: number,
	to: number,
): { weight: number; sums: Float64Array } {
	const sums = new Float64Array(slotCount);
	let weight = 0;
	for (let s = from; s < to; s++) {
		const i = samples[s] as number;
		const slot = slots[i] as number;
		weight += weights[i] as number;
		sums[slot] = (sums[slot] as number) + (values[i] as number);
	}
	return { weight, sums };
}

/** Whether all samples are of one class. */
function isPure({ slotCount }: TreeTargets, sums: Float64Array): boolean {
	return slotCount > 1 && sums.filter((sum) => sum > 0).length === 1;
}

interface NodeState {
	readonly binned: BinnedFeatures;
	readonly targets: TreeTargets;
	readonly samples: Int32Array;
	readonly from: number;
	readonly to: number;
	readonly weight: number;
	readonly sums: Float64Array;
	readonly options: TreeOptions;
}

/** Up to this many samples, sorting them is quicker than counting bins. */
const few = 64;

function bestSplit(
	node: NodeState,
	features: Int32Array,
	histogram: Float64Array,
	random: Random,
): Split | undefined {
	const { binned, from, to, weight, sums, options } = node;
	const { smoothing, minWeight } = options;
	const whole = sums.reduce((total, sum) => total + sum * sum, 0) / (weight + smoothing);
	let best: Split | undefined;
	let bestGain = whole + 1e-9 * Math.max(1, Math.abs(whole));
	const consider: Consider = (feature, bin, leftWeight, leftSquares, rightSquares) => {
		const rightWeight = weight - leftWeight;
		if (leftWeight < minWeight || rightWeight < minWeight || rightWeight <= 0) return;
		const gain = leftSquares / (leftWeight + smoothing) + rightSquares / (rightWeight + smoothing);
		if (gain > bestGain) {
			bestGain = gain;
			best = { feature, bin };
		}
	};
	for (let t = 0; t < Math.min(options.tried, features.length); t++) {
		// The next of a random order of the features (a partial Fisher–Yates shuffle).
		const pick = t + random.integer(features.length - t);
		const feature = features[pick] as number;
		features[pick] = features[t] as number;
		features[t] = feature;
		if (binned.edges[feature]?.length === 0) continue;
		if (to - from <= few) splitsBySorting(node, feature, consider);
		else splitsByCounting(node, feature, histogram, consider);
	}
	return best;
}

/** Judges a split of a feature after a bin, given what goes left and the sums of squares over the slots. */
type Consider = (
	feature: number,
	bin: number,
	leftWeight: number,
	leftSquares: number,
	rightSquares: number,
) => void;

function splitsByCounting(
	{ binned, targets: { weights, values, slots, slotCount }, samples, from, to, sums }: NodeState,
	feature: number,
	histogram: Float64Array,
	consider: Consider,
): void {
	const stride = slotCount + 1;
	const edges = binned.edges[feature]?.length ?? 0;
	const column = feature * binned.rows;
	histogram.fill(0, 0, (edges + 1) * stride);
	for (let s = from; s < to; s++) {
		const i = samples[s] as number;
		const at = (binned.bins[column + i] as number) * stride;
		const slot = at + 1 + (slots[i] as number);
		histogram[at] = (histogram[at] as number) + (weights[i] as number);
		histogram[slot] = (histogram[slot] as number) + (values[i] as number);
	}
	const left = new Float64Array(slotCount);
	let leftWeight = 0;
	for (let bin = 0; bin < edges; bin++) {
		const at = bin * stride;
		const here = histogram[at] as number;
		if (here === 0) continue;
		leftWeight += here;
		let leftSquares = 0;
		let rightSquares = 0;
		for (let k = 0; k < slotCount; k++) {
			const sum = (left[k] as number) + (histogram[at + 1 + k] as number);
			const rest = (sums[k] as number) - sum;
			left[k] = sum;
			leftSquares += sum * sum;
			rightSquares += rest * rest;
		}
		consider(feature, bin, leftWeight, leftSquares, rightSquares);
	}
}

function splitsBySorting(
	{ binned, targets: { weights, values, slots, slotCount }, samples, from, to, sums }: NodeState,
	feature: number,
	consider: Consider,
): void {
	const { bins } = binned;
	const column = feature * binned.rows;
	// Insertion sort of the node's own stretch: the order of its samples does not matter otherwise.
	for (let s = from + 1; s < to; s++) {
		const held = samples[s] as number;
		const bin = bins[column + held] as number;
		let place = s;
		while (place > from && (bins[column + (samples[place - 1] as number)] as number) > bin) {
			samples[place] = samples[place - 1] as number;
			place--;
		}
		samples[place] = held;
	}
	const left = new Float64Array(slotCount);
	let leftWeight = 0;
	let leftSquares = 0;
	let rightSquares = 0;
	for (let k = 0; k < slotCount; k++) rightSquares += (sums[k] as number) * (sums[k] as number);
	for (let s = from; s < to - 1; s++) {
		const i = samples[s] as number;
		const slot = slots[i] as number;
		const value = values[i] as number;
		const before = left[slot] as number;
		const rest = (sums[slot] as number) - before;
		// (a + v)² − a² = v (2 a + v), and the same of what is taken off the right.
		leftSquares += value * (2 * before + value);
		rightSquares += value * (value - 2 * rest);
		left[slot] = before + value;
		leftWeight += weights[i] as number;
		const bin = bins[column + i] as number;
		if (bin !== bins[column + (samples[s + 1] as number)]) {
			consider(feature, bin, leftWeight, leftSquares, rightSquares);
		}
	}
}

/** Moves the samples that go left to the front; returns where the others begin. */
function partition(
	binned: BinnedFeatures,
	samples: Int32Array,
	from: number,
	to: number,
	{ feature, bin }: Split,
): number {
	const column = feature * binned.rows;
	const right: number[] = [];
	let end = from;
	for (let s = from; s < to; s++) {
		const i = samples[s] as number;
		if ((binned.bins[column + i] as number) <= bin) samples[end++] = i;
		else right.push(i);
	}
	samples.set(right, end);
	return end;
}
