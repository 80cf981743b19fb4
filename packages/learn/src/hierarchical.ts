import type { GraphBuilder } from "@undertone/onnx";
import { createFittedModel } from "./create-fitted-model.ts";
import { checkDataset, type Dataset, subset } from "./dataset.ts";
import type { Estimator, FitOptions, FittedModel } from "./estimator.ts";

/** A decision between groups of labels; each group is a label or is told apart further. */
export interface Hierarchy {
	readonly estimator: Estimator;
	readonly groups: readonly (string | Hierarchy)[];
}

/** Keeps the logarithm finite. */
const least = 1e-7;

/**
 * Tells groups of emotions apart first, then the emotions of a group, each decision by its own estimator (and,
 * with `withFeatures`, its own features).
 *
 * With `chooseEstimator` at a node, it takes the best features and classifier for its decision, as the training speakers
 * have it. The probability of a label is the product of the probabilities along its path.
 *
 * @throws {RangeError} When built, if a label occurs twice or a group is too small; when fitted, if the data
 *   have a label that the hierarchy lacks.
 * @see Albornoz, Milone & Rufiner (2011), doi:10.1016/j.csl.2010.10.001
 *
 * @example
 * hierarchical({ estimator: svm(), groups: ["neutral", { estimator: mlp(), groups: ["happy", "angry"] }] })
 */
export function hierarchical(tree: Hierarchy): Estimator {
	const name = "hierarchical";
	const known = labelsOf(tree);
	checkTree(tree);
	if (new Set(known).size !== known.length) {
		throw new RangeError(`hierarchical: every label must occur once, got ${known.join(", ")}.`);
	}
	return {
		name,
		fit: async (data, options) => {
			checkDataset(data, name);
			const lost = data.labels.filter((label) => !known.includes(label));
			if (lost.length > 0) {
				throw new RangeError(
					`${name}.fit: the hierarchy must hold all labels, but has no ${lost.join(", ")}; it has ${known.join(", ")}.`,
				);
			}
			const root = await fitNode(tree, data, options);
			return createFittedModel({
				name,
				labels: data.labels,
				features: data.x.columns,
				summary: { root: summaryOf(root), ...chosenIn(tree, root) },
				logits: async (x) => {
					const shares = new Float64Array(x.rows * data.labels.length);
					await spread(root, new Float64Array(x.rows).fill(1), x, data.labels, shares);
					return {
						rows: x.rows,
						columns: data.labels.length,
						data: shares.map((p) => Math.log(p + least)),
					};
				},
				append: (graph, features) => {
					const parts = new Map<string, string>();
					appendNode(graph, features, root, undefined, parts);
					const none = graph.node("Mul", [[...parts.values()][0] ?? "", graph.floats(0)]);
					const columns = data.labels.map((label) => parts.get(label) ?? none);
					const all = graph.node("Concat", columns, { axis: 1 });
					return graph.node("Log", [graph.node("Add", [all, graph.floats(least)])]);
				},
			});
		},
	};
}

/** A fitted decision; `model` is undefined where only one branch has samples. */
interface FittedNode {
	readonly model: FittedModel | undefined;
	/** Index of the branch that is taken without a model. */
	readonly only: number;
	readonly branches: readonly (string | FittedNode)[];
}

function labelsOf(node: string | Hierarchy): string[] {
	return typeof node === "string" ? [node] : node.groups.flatMap(labelsOf);
}

function checkTree(node: string | Hierarchy): void {
	if (typeof node === "string") return;
	if (node.groups.length < 2) {
		throw new RangeError(
			`hierarchical: a decision must be between two groups or more, got ${node.groups.length} ` +
				`(${labelsOf(node).join(", ")}).`,
		);
	}
	for (const group of node.groups) checkTree(group);
}

async function fitNode(
	{ estimator, groups }: Hierarchy,
	data: Dataset,
	options: FitOptions,
): Promise<FittedNode> {
	const members = groups.map(labelsOf);
	const branchOf = data.labels.map((label) => members.findIndex((names) => names.includes(label)));
	const regrouped = (part: Dataset) => regroup(part, branchOf, members);
	const own = regrouped(data);
	const branches: (string | FittedNode)[] = [];
	for (const group of groups) {
		branches.push(typeof group === "string" ? group : await fitNode(group, data, options));
	}
	const seen = own === undefined ? [] : [...new Set(own.data.y)];
	if (own === undefined || seen.length < 2) return { model: undefined, only: seen[0] ?? 0, branches };
	const { validation, sampleWeights, ...rest } = options;
	const held = validation === undefined ? undefined : regrouped(validation);
	const model = await estimator.fit(own.data, {
		...rest,
		...(held === undefined ? {} : { validation: held.data }),
		...(sampleWeights === undefined
			? {}
			: { sampleWeights: Float32Array.from(own.rows, (i) => sampleWeights[i] as number) }),
	});
	return { model, only: 0, branches };
}

/** The rows whose label is under a node, with its branches as classes. */
function regroup(
	data: Dataset,
	branchOf: readonly number[],
	members: readonly (readonly string[])[],
): { readonly data: Dataset; readonly rows: readonly number[] } | undefined {
	const rows = Array.from(data.y, (_, i) => i).filter((i) => (branchOf[data.y[i] as number] as number) >= 0);
	if (rows.length === 0) return undefined;
	const part = subset(data, rows);
	const { allowed: before } = part;
	const many = data.labels.length;
	const allowed =
		before === undefined
			? undefined
			: Uint8Array.from({ length: rows.length * members.length }, (_, at) => {
					const row = Math.floor(at / members.length) * many;
					return branchOf.some((branch, c) => branch === at % members.length && before[row + c] === 1)
						? 1
						: 0;
				});
	const { allowed: _before, ...rest } = part;
	return {
		rows,
		data: {
			...rest,
			y: part.y.map((c) => branchOf[c] as number),
			labels: members.map((names) => names.join("+")),
			...(allowed === undefined ? {} : { allowed }),
		},
	};
}

/** Adds to every label the product of the probabilities on the way to it. */
async function spread(
	node: string | FittedNode,
	reach: Float64Array,
	x: Parameters<FittedModel["predict"]>[0],
	labels: readonly string[],
	into: Float64Array,
): Promise<void> {
	if (typeof node === "string") {
		const c = labels.indexOf(node);
		if (c >= 0) for (let r = 0; r < x.rows; r++) into[r * labels.length + c] = reach[r] as number;
		return;
	}
	const p = await node.model?.predict(x);
	for (const [b, branch] of node.branches.entries()) {
		const share = (r: number): number =>
			p === undefined ? Number(b === node.only) : (p.data[r * p.columns + b] as number);
		await spread(
			branch,
			reach.map((value, r) => value * share(r)),
			x,
			labels,
			into,
		);
	}
}

/** Appends the probability of every label under a node as `[N, 1]`, by name. */
function appendNode(
	graph: GraphBuilder,
	features: string,
	node: FittedNode,
	reach: string | undefined,
	into: Map<string, string>,
): void {
	const p = node.model?.appendTo(graph, features);
	for (const [b, branch] of node.branches.entries()) {
		let share: string;
		if (p === undefined) {
			// A column of ones or zeros, as long as the batch.
			const first = graph.node("Slice", [features, graph.ints([0]), graph.ints([1]), graph.ints([1])]);
			const zero = graph.node("Cast", [graph.node("Cast", [graph.node("IsInf", [first])], { to: 1 })], {
				to: 1,
			});
			const nothing = graph.node("Mul", [zero, graph.floats(0)]);
			share = graph.node("Add", [nothing, graph.floats(b === node.only ? 1 : 0)]);
		} else {
			share = graph.node("Gather", [p, graph.ints([b])], { axis: 1 });
		}
		const here = reach === undefined ? share : graph.node("Mul", [reach, share]);
		if (typeof branch === "string") into.set(branch, here);
		else appendNode(graph, features, branch, here, into);
	}
}

/** What each decision chose, such as `happy+angry against sad: lda on all`, where decisions choose. */
function chosenIn(tree: Hierarchy, root: FittedNode): { readonly chosen?: readonly string[] } {
	const lines: string[] = [];
	const visit = ({ groups }: Hierarchy, { model, branches }: FittedNode): void => {
		const chosen = model?.summary.chosen;
		if (typeof chosen === "string") {
			lines.push(`${groups.map((group) => labelsOf(group).join("+")).join(" against ")}: ${chosen}`);
		}
		for (const [b, group] of groups.entries()) {
			if (typeof group !== "string") visit(group, branches[b] as FittedNode);
		}
	};
	visit(tree, root);
	return lines.length === 0 ? {} : { chosen: lines };
}

function summaryOf(node: FittedNode): unknown {
	return {
		model: node.model === undefined ? null : { name: node.model.name, ...node.model.summary },
		branches: node.branches.map((branch) => (typeof branch === "string" ? branch : summaryOf(branch))),
	};
}
