import { createGraphBuilder, type GraphBuilder } from "@undertone/onnx";
import { appendScaler, type Scaler } from "../scaler.ts";
import { type HiddenMarkovModel, impossible } from "./baum-welch.ts";
import { appendLinear, doubles, toDouble, toFloat } from "./linear-scores.ts";

/** What the graph is made of. */
interface HiddenMarkovParts {
	readonly models: readonly (HiddenMarkovModel | undefined)[];
	readonly scaler: Scaler;
	readonly frames: number;
	readonly bands: number;
	readonly weight: number;
}

/** Per frame, of a class without samples; the same as in prediction. */
const neverPerFrame = -1e3;

/**
 * Appends the forward recursion of all classes' models at once, as ONNX's Scan over the frames.
 *
 * @param features - Name of the raw features, float32 `[N, frames · bands]`.
 * @returns The name of the logits, float32 `[N, classes]`.
 */
export function appendHiddenMarkov(
	graph: GraphBuilder,
	features: string,
	{ models, scaler, frames, bands, weight }: HiddenMarkovParts,
): string {
	const { ints } = graph;
	const classes = models.length;
	const states = Math.max(...models.map((model) => model?.start.length ?? 0));
	const shaped = graph.node("Reshape", [features, ints([-1, frames, bands])]);
	const counts = aliveFrames(graph, shaped, frames);
	const z = toDouble(graph, appendScaler(graph, shaped, scaler));
	const lines = graph.node("Reshape", [z, ints([-1, bands])]);
	const emissions = graph.node("Reshape", [
		appendEmissions(graph, lines, models, states, bands),
		ints([-1, frames, classes, states]),
	]);
	const inOrder = graph.node("Transpose", [emissions], { perm: [1, 0, 2, 3] });
	const firstFrame = graph.node("Gather", [inOrder, scalarIndex(graph, 0)], { axis: 0 });
	const start = doubles(
		graph,
		gathered(models, states, (model) => model.start),
		[classes, states],
	);
	const first = graph.node("Add", [firstFrame, start]);
	const transitions = doubles(
		graph,
		gathered(models, states * states, (model) => model.transitions),
		[classes, states, states],
	);
	const last =
		frames === 1 ? first : recursion(graph, { inOrder, first, transitions, alive: counts.alive, frames });
	const whole = graph.node("ReduceLogSumExp", [last, ints([2])], { keepdims: 0 });
	const perFrame = graph.node("Div", [whole, counts.length]);
	const present = doubles(
		graph,
		Float64Array.from(models, (model) => (model === undefined ? 0 : weight)),
	);
	const absent = doubles(
		graph,
		Float64Array.from(models, (model) => (model === undefined ? weight * neverPerFrame : 0)),
	);
	return toFloat(graph, graph.node("Add", [graph.node("Mul", [perFrame, present]), absent]));
}

interface RecursionParts {
	readonly inOrder: string;
	readonly first: string;
	readonly transitions: string;
	readonly alive: string;
	readonly frames: number;
}

/** α of the last frame of every clip, `[N, classes, states]`: frames after a clip's end leave it as it is. */
function recursion(
	graph: GraphBuilder,
	{ inOrder, first, transitions, alive, frames }: RecursionParts,
): string {
	const { ints } = graph;
	const rest = graph.node("Slice", [inOrder, ints([1]), ints([frames]), ints([0])]);
	const restAlive = graph.node("Slice", [alive, ints([1]), ints([frames]), ints([0])]);
	const body = createGraphBuilder(`${rest}/scan`);
	const alpha = body.input(`${rest}/alpha`, ["N", "C", "S"], "float64");
	const emission = body.input(`${rest}/emission`, ["N", "C", "S"], "float64");
	const on = body.input(`${rest}/on`, ["N", 1, 1], "bool");
	const paths = body.node("Add", [body.node("Unsqueeze", [alpha, body.ints([3])]), transitions]);
	const into = body.node("ReduceLogSumExp", [paths, body.ints([2])], { keepdims: 0 });
	const next = body.node("Where", [on, body.node("Add", [into, emission]), alpha]);
	body.output(`${rest}/next`, next, ["N", "C", "S"], "float64");
	return graph.node("Scan", [first, rest, restAlive], {
		body: { graph: body.build() },
		num_scan_inputs: 2,
	});
}

/** Whether each frame belongs to its clip, `[frames, N, 1, 1]`, and how many do, float64 `[N, 1]`. */
function aliveFrames(graph: GraphBuilder, shaped: string, frames: number): { alive: string; length: string } {
	const { ints } = graph;
	const first = graph.node("Gather", [shaped, scalarIndex(graph, 0)], { axis: 2 });
	const missing = graph.node("Cast", [graph.node("IsNaN", [first])], { to: 11 });
	// The first frame always counts; after the first gap nothing does.
	const mask = Float64Array.from({ length: frames }, (_, t) => (t === 0 ? 0 : 1));
	const gaps = graph.node("Mul", [missing, doubles(graph, mask)]);
	const seen = graph.node("CumSum", [gaps, scalarIndex(graph, 1)]);
	const alive = graph.node("Less", [seen, doubles(graph, Float64Array.of(0.5))]);
	const length = graph.node("ReduceSum", [graph.node("Cast", [alive], { to: 11 }), ints([1])]);
	const turned = graph.node("Transpose", [alive], { perm: [1, 0] });
	return { alive: graph.node("Unsqueeze", [turned, ints([2, 3])]), length };
}

/** Log-density of every frame in every state of every class: float64 `[frames, classes · states]`. */
function appendEmissions(
	graph: GraphBuilder,
	lines: string,
	models: HiddenMarkovParts["models"],
	states: number,
	f: number,
): string {
	const width = Math.max(...models.flatMap((model) => model?.emissions.map((parts) => parts.length) ?? [1]));
	const outputs = models.length * states * width;
	const weights = new Float64Array(2 * f * outputs);
	const bias = new Float64Array(outputs).fill(impossible);
	for (const [c, model] of models.entries()) {
		for (const [s, parts] of (model?.emissions ?? []).entries()) {
			for (const [k, { logWeight, mean, variance }] of parts.entries()) {
				const o = (c * states + s) * width + k;
				let constant = logWeight;
				for (let i = 0; i < f; i++) {
					const v = variance[i] as number;
					const m = mean[i] as number;
					weights[i * outputs + o] = -0.5 / v;
					weights[(f + i) * outputs + o] = m / v;
					constant -= 0.5 * ((m * m) / v + Math.log(v));
				}
				bias[o] = constant;
			}
		}
	}
	const both = graph.node("Concat", [graph.node("Mul", [lines, lines]), lines], { axis: 1 });
	const logs = appendLinear(graph, both, { inputs: 2 * f, outputs, weights, bias });
	const split = graph.node("Reshape", [logs, graph.ints([-1, models.length * states, width])]);
	return graph.node("ReduceLogSumExp", [split, graph.ints([2])], { keepdims: 0 });
}

/** A vector of every model side by side; a class without a model may do nothing. */
function gathered(
	models: HiddenMarkovParts["models"],
	size: number,
	take: (model: HiddenMarkovModel) => Float64Array,
): Float64Array {
	const all = new Float64Array(models.length * size).fill(impossible);
	for (const [c, model] of models.entries()) if (model !== undefined) all.set(take(model), c * size);
	return all;
}

function scalarIndex(graph: GraphBuilder, i: number): string {
	return graph.constant({ type: "int64", dims: [], data: BigInt64Array.of(BigInt(i)) });
}
