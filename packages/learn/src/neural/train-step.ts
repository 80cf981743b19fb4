import {
	float32Data,
	float32Tensor,
	type OnnxTensor,
	type Session,
	type TrainingGraph,
} from "@undertone/onnx";
import type { BatchFiller } from "./fill-batch.ts";
import type { TrainingOptions } from "./training-options.ts";
import type { TrainingState } from "./training-state.ts";

/** Adam's decays of its moments. */
export const [beta1, beta2] = [0.9, 0.999] as const;

/** What a step is made with. */
export interface StepParts {
	readonly options: Required<TrainingOptions>;
	readonly graph: TrainingGraph;
	readonly session: Session;
	/** Holds the batch. */
	readonly filler: BatchFiller;
}

/** One step; its loss, logits and running values are those at the weights, also where it goes by another gradient. */
export async function trainStep(
	run: StepParts,
	state: TrainingState,
	rate: number,
): Promise<Record<string, OnnxTensor>> {
	const { graph, options } = run;
	state.step++;
	const told = ["loss", "logits", ...(graph.running > 0 ? ["nextRunning"] : [])];
	const stepped = ["nextWeights", "nextMean", ...(options.optimizer === "adam" ? ["nextSquare"] : [])];
	let outputs: Record<string, OnnxTensor>;
	if (options.sharpness === 0) {
		outputs = await runGraph(run, state, rate, state.weights, [...told, ...stepped]);
		state.weights = float32Data(outputs.nextWeights, "nextWeights");
	} else {
		const atWeights = await runGraph(run, state, rate, state.weights, [...told, "gradient"]);
		const climb = scaledTo(float32Data(atWeights.gradient, "gradient"), options.sharpness);
		const worst = state.weights.map((w, i) => w + (climb[i] as number));
		outputs = { ...(await runGraph(run, state, rate, worst, stepped)), ...atWeights };
		const after = float32Data(outputs.nextWeights, "nextWeights");
		state.weights = after.map((w, i) => w - (climb[i] as number));
	}
	state.mean = float32Data(outputs.nextMean, "nextMean");
	if (options.optimizer === "adam") state.square = float32Data(outputs.nextSquare, "nextSquare");
	if (graph.running > 0) state.running = float32Data(outputs.nextRunning, "nextRunning");
	return outputs;
}

/** A vector made as long as is asked for; one of zeros stays. */
function scaledTo(vector: Float32Array, length: number): Float32Array {
	let squares = 0;
	for (const v of vector) squares += v * v;
	const scale = length / Math.max(Math.sqrt(squares), 1e-12);
	return vector.map((v) => scale * v);
}

/** One run of the training graph on the batch that the filler holds, at the weights given, which need not be the state's. */
function runGraph(
	{ session, graph, filler, options }: StepParts,
	state: TrainingState,
	rate: number,
	weights: Float32Array,
	names: readonly string[],
): Promise<Record<string, OnnxTensor>> {
	const rates = Float32Array.of(rate, 1 / (1 - beta1 ** state.step), 1 / (1 - beta2 ** state.step));
	const vector = (data: Float32Array): OnnxTensor => float32Tensor(data, [data.length]);
	return session.run(
		{
			...filler.feeds,
			rates: vector(rates),
			weights: vector(weights),
			mean: vector(state.mean),
			...(options.optimizer === "adam" ? { square: vector(state.square) } : {}),
			...(graph.running > 0 ? { running: vector(state.running) } : {}),
		},
		[...names],
	);
}
