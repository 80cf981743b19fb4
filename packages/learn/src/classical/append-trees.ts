import type { GraphBuilder } from "@undertone/onnx";
import type { Tree, TreeNode } from "./grow-tree.ts";

/** A tree and what its leaves add to the targets. */
export interface OutputTree {
	readonly tree: Tree;
	/** Target index and amount for a leaf; zeros are left out. */
	readonly output: (leaf: TreeNode) => readonly (readonly [target: number, amount: number])[];
}

/**
 * Appends the sum of trees as one TreeEnsembleRegressor.
 *
 * @param z - Name of float32 features.
 * @returns The name of float32 `[N, targets]`.
 */
export function appendTrees(
	graph: GraphBuilder,
	z: string,
	trees: readonly OutputTree[],
	targets: number,
): string {
	const nodes = { treeids: [] as number[], nodeids: [] as number[], featureids: [] as number[] };
	const branches = { values: [] as number[], yes: [] as number[], no: [] as number[], modes: [] as string[] };
	const leaves = {
		treeids: [] as number[],
		nodeids: [] as number[],
		ids: [] as number[],
		weights: [] as number[],
	};
	for (const [t, { tree, output }] of trees.entries()) {
		for (const [n, node] of tree.entries()) {
			const isLeaf = node.feature < 0;
			nodes.treeids.push(t);
			nodes.nodeids.push(n);
			nodes.featureids.push(Math.max(node.feature, 0));
			branches.values.push(node.threshold);
			branches.yes.push(node.left);
			branches.no.push(node.right);
			branches.modes.push(isLeaf ? "LEAF" : "BRANCH_LEQ");
			if (!isLeaf) continue;
			for (const [target, amount] of output(node)) {
				leaves.treeids.push(t);
				leaves.nodeids.push(n);
				leaves.ids.push(target);
				leaves.weights.push(amount);
			}
		}
	}
	return graph.node(
		"TreeEnsembleRegressor",
		[z],
		{
			n_targets: targets,
			aggregate_function: "SUM",
			nodes_treeids: nodes.treeids,
			nodes_nodeids: nodes.nodeids,
			nodes_featureids: nodes.featureids,
			nodes_values: { floats: branches.values },
			nodes_truenodeids: branches.yes,
			nodes_falsenodeids: branches.no,
			nodes_modes: { strings: branches.modes },
			target_treeids: leaves.treeids,
			target_nodeids: leaves.nodeids,
			target_ids: leaves.ids,
			target_weights: { floats: leaves.weights },
		},
		{ domain: "ai.onnx.ml" },
	);
}
