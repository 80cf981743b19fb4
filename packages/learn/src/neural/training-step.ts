import {
	compileGradient,
	compileStep,
	compileTraining,
	createSession,
	float32Data,
	float32Tensor,
	type GradientOptions,
	type NetworkDefinition,
	type OnnxTensor,
	type OptimizerOptions,
	type Session,
	type TrainingGraph,
} from "@undertone/onnx";
import type { TrainingState } from "./training-state.ts";

/** Adam's decays of its moments. */
const [beta1, beta2] = [0.9, 0.999];

/** Sessions that run at the same time, for the parts of a batch. */
export interface SideBySide {
	/** Into how many parts a batch is cut; it must be a multiple of them. */
	readonly parts: number;
	/** Opens a session that does not wait for the others. */
	open(bytes: Uint8Array): Promise<Session>;
}

/** What a step is made with. */
interface StepOptions extends GradientOptions, OptimizerOptions {
	/** Threads within an operator. */
	readonly threads: number;
	readonly sideBySide?: SideBySide | undefined;
}

/** What a batch gave, before the step by it. */
export interface StepOutcome {
	readonly loss: number;
	/** Shape `[batch, classes]`. */
	readonly logits: Float32Array;
}

/** One step of training after another. */
export interface TrainingStep {
	readonly weights: number;
	/** Masks of a whole batch. */
	readonly masks: readonly {
		readonly name: string;
		readonly dims: readonly number[];
		readonly rate: number;
	}[];
	/** Runs a batch and moves the state's weights, moments and running statistics by it. */
	run(feeds: Readonly<Record<string, OnnxTensor>>, state: TrainingState, rate: number): Promise<StepOutcome>;
	release(): Promise<void>;
}

/**
 * Opens what makes the steps of a training: one graph of it all, or, side by side, one for the gradient of each part of
 * a batch and one for the step by their mean, which are the same numbers but for rounding where no statistics of the
 * batch (batch normalisation) are taken.
 *
 * @throws {RangeError} If a batch cannot be cut into the parts.
 */
export async function createTrainingStep(
	definition: NetworkDefinition,
	{ sideBySide, threads, ...options }: StepOptions,
): Promise<TrainingStep> {
	const constants = { ...options, beta1, beta2 };
	if (sideBySide !== undefined && sideBySide.parts > 1) return stepByParts(definition, constants, sideBySide);
	const graph = compileTraining(definition, constants);
	const session = await createSession(graph.bytes, { threads });
	const names = ["loss", "logits", ...nextNames(options), ...(graph.running > 0 ? ["nextRunning"] : [])];
	return {
		weights: graph.weights,
		masks: masksOf(graph, 1),
		run: async (feeds, state, rate) => {
			const inputs = { ...feeds, ...optimizerFeeds(state, rate), ...runningFeeds(graph, state) };
			const outputs = await session.run(inputs, names);
			move(state, outputs);
			if (graph.running > 0) state.running = float32Data(outputs.nextRunning, "nextRunning");
			return {
				loss: float32Data(outputs.loss, "loss")[0] as number,
				logits: float32Data(outputs.logits, "logits"),
			};
		},
		release: () => session.release(),
	};
}

async function stepByParts(
	definition: NetworkDefinition,
	options: GradientOptions & OptimizerOptions,
	{ parts, open }: SideBySide,
): Promise<TrainingStep> {
	const { batch } = options;
	if (batch % parts !== 0) {
		throw new RangeError(
			`trainNetwork: the batch must be a multiple of the ${parts} parts, but has ${batch} samples. Choose another batchSize.`,
		);
	}
	const graph = compileGradient(definition, { ...options, batch: batch / parts });
	const sessions = await Promise.all(Array.from({ length: parts }, () => open(graph.bytes)));
	const stepper = await createSession(compileStep(definition, options));
	const names = ["loss", "logits", "gradient", ...(graph.running > 0 ? ["nextRunning"] : [])];
	return {
		weights: graph.weights,
		masks: masksOf(graph, parts),
		run: async (feeds, state, rate) => {
			const shared = { weights: vector(state.weights), ...runningFeeds(graph, state) };
			const masses = Array.from({ length: parts }, (_, p) =>
				float32Data(cut(feeds.sampleWeights as OnnxTensor, p, parts), "sampleWeights").reduce(
					(a, b) => a + b,
					0,
				),
			);
			const total = masses.reduce((a, b) => a + b, 0);
			const answers = await Promise.all(
				sessions.map((session, p) => {
					// Padding alone has no loss.
					if (masses[p] === 0) return undefined;
					const own = Object.entries(feeds).map(([name, tensor]) => [name, cut(tensor, p, parts)] as const);
					return session.run({ ...Object.fromEntries(own), ...shared }, names);
				}),
			);
			const mean = (name: string, length: number): Float32Array => {
				const sum = new Float32Array(length);
				for (const [p, outputs] of answers.entries()) {
					if (outputs === undefined) continue;
					const share = (masses[p] as number) / total;
					for (const [i, value] of float32Data(outputs[name], name).entries()) {
						sum[i] = (sum[i] as number) + share * value;
					}
				}
				return sum;
			};
			const gradient = mean("gradient", graph.weights);
			move(
				state,
				await stepper.run({ gradient: vector(gradient), ...optimizerFeeds(state, rate) }, nextNames(options)),
			);
			if (graph.running > 0) state.running = mean("nextRunning", graph.running);
			const logits = new Float32Array(batch * definition.classes);
			for (const [p, outputs] of answers.entries()) {
				if (outputs !== undefined)
					logits.set(float32Data(outputs.logits, "logits"), (p * logits.length) / parts);
			}
			return { loss: mean("loss", 1)[0] as number, logits };
		},
		release: async () => {
			await Promise.all([...sessions, stepper].map((session) => session.release()));
		},
	};
}

function masksOf({ masks }: TrainingGraph, parts: number): TrainingStep["masks"] {
	return masks.map(({ value: { name, shape }, rate }) => {
		const [first = 1, ...rest] = shape;
		return { name, dims: [first * parts, ...rest], rate };
	});
}

/** The samples of one part, not copied. */
function cut({ type, dims, data }: OnnxTensor, part: number, parts: number): OnnxTensor {
	const [first = 1, ...rest] = dims;
	const size = data.length / parts;
	return { type, dims: [first / parts, ...rest], data: data.subarray(part * size, (part + 1) * size) };
}

function nextNames({ optimizer }: OptimizerOptions): string[] {
	return ["nextWeights", "nextMean", ...(optimizer === "sgd" ? [] : ["nextSquare"])];
}

/** Counts the step, and gives what the optimiser needs for it besides the gradient. */
function optimizerFeeds(state: TrainingState, rate: number): Record<string, OnnxTensor> {
	state.step++;
	const rates = Float32Array.of(rate, 1 / (1 - beta1 ** state.step), 1 / (1 - beta2 ** state.step));
	return {
		rates: vector(rates),
		weights: vector(state.weights),
		mean: vector(state.mean),
		...(state.square.length > 0 ? { square: vector(state.square) } : {}),
	};
}

function runningFeeds({ running }: TrainingGraph, state: TrainingState): Record<string, OnnxTensor> {
	return running > 0 ? { running: vector(state.running) } : {};
}

function move(state: TrainingState, outputs: Record<string, OnnxTensor>): void {
	state.weights = float32Data(outputs.nextWeights, "nextWeights");
	state.mean = float32Data(outputs.nextMean, "nextMean");
	if (outputs.nextSquare !== undefined) state.square = float32Data(outputs.nextSquare, "nextSquare");
}

function vector(data: Float32Array): OnnxTensor {
	return float32Tensor(data, [data.length]);
}
