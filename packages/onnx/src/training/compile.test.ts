import { describe, expect, it } from "vitest";
import { createSession } from "../create-session.ts";
import { createGraphBuilder } from "../graph-builder.ts";
import { float32Data, type OnnxTensor } from "../tensor.ts";
import { writeOnnx } from "../write-onnx.ts";
import {
	appendNetwork,
	compileEvaluation,
	compileTraining,
	initialWeights,
	type NetworkDefinition,
	type TrainingGraphOptions,
} from "./compile.ts";
import { activation } from "./layers/activation.ts";
import { batchNormalization } from "./layers/batch-normalization.ts";
import { conv2d } from "./layers/conv2d.ts";
import { dense } from "./layers/dense.ts";
import { depthwiseConv2d } from "./layers/depthwise-conv2d.ts";
import { dropout } from "./layers/dropout.ts";
import { flatten } from "./layers/shape.ts";

const vector = (...values: number[]): OnnxTensor => ({
	type: "float32",
	dims: [values.length],
	data: Float32Array.from(values),
});
const matrix = (rows: number, ...values: number[]): OnnxTensor => ({
	...vector(...values),
	dims: [rows, values.length / rows],
});

/** Two logits from one feature: weights [w0, w1], biases [b0, b1]. */
const tiny: NetworkDefinition = {
	inputs: { x: [1] },
	classes: 2,
	layers: (network, { x }) => dense(network, x!, 2),
};

/** Trains `tiny` on one sample of class 0 with x = 2. */
async function train(
	steps: number,
	rate: number,
	options: Partial<TrainingGraphOptions> = {},
): Promise<{ losses: number[]; weights: number[] }> {
	const graph = compileTraining(tiny, { batch: 1, ...options });
	const session = await createSession(graph.bytes);
	let [weights, mean, square] = [vector(0, 0, 0, 0), vector(0, 0, 0, 0), vector(0, 0, 0, 0)];
	const losses: number[] = [];
	for (let t = 1; t <= steps; t++) {
		const run = await session.run({
			x: matrix(1, 2),
			targets: matrix(1, 1, 0),
			sampleWeights: vector(3),
			rates: vector(rate, 1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)),
			weights,
			mean,
			...(options.optimizer === "sgd" ? {} : { square }),
		});
		losses.push(float32Data(run.loss, "loss")[0] as number);
		weights = run.nextWeights!;
		mean = run.nextMean!;
		square = run.nextSquare ?? square;
	}
	return { losses, weights: [...float32Data(weights, "weights")] };
}

describe("compileTraining", () => {
	it("gives the loss curve of a one-feature softmax under Adam, as derived by hand", async () => {
		const { losses, weights } = await train(3, 0.1);
		// All weights 0: p = 1/2, loss ln 2. Gradients −1, 1 (kernel, x = 2) and −1/2, 1/2 (bias). Adam's first
		// step is the rate itself, whatever the gradient: w = (0.1, −0.1), b = (0.1, −0.1), so the logits are
		// ±0.3 and the loss is ln(1 + exp(−0.6)).
		expect(losses[0]).toBeCloseTo(Math.log(2), 6);
		expect(losses[1]).toBeCloseTo(Math.log(1 + Math.exp(-0.6)), 5);
		// Second step: q = 1 / (1 + exp(0.6)); gradients −2q and −q. With g₁ and g₂ the mean is
		// (0.09 g₁ + 0.1 g₂) / 0.19 and the square (0.000999 g₁² + 0.001 g₂²) / 0.001999.
		const q = 1 / (1 + Math.exp(0.6));
		const second = (g1: number, g2: number) =>
			(0.09 * g1 + 0.1 * g2) / 0.19 / Math.sqrt((0.000999 * g1 ** 2 + 0.001 * g2 ** 2) / 0.001999);
		const w = 0.1 - 0.1 * second(-1, -2 * q);
		const b = 0.1 - 0.1 * second(-0.5, -q);
		expect(losses[2]).toBeCloseTo(Math.log(1 + Math.exp(-2 * (2 * w + b))), 5);
		expect(weights[0]).toBeCloseTo(-(weights[1] as number), 6);
	});

	it("steps by Nesterov's momentum, with the decay in the gradient of kernels, as derived by hand", async () => {
		const { losses, weights } = await train(2, 0.1, { optimizer: "sgd", weightDecay: 0.5 });
		// The first velocity is the gradient itself, so a step is 1.9 times the rate times that: w = 0.19, b = 0.095.
		const [w, b] = [0.19, 0.095];
		expect(losses[1]).toBeCloseTo(Math.log(1 + Math.exp(-2 * (2 * w + b))), 5);
		const q = 1 / (1 + Math.exp(2 * (2 * w + b)));
		const second = (g1: number, g2: number) => 0.1 * (g2 + 0.9 * (0.9 * g1 + g2));
		expect(weights[0]).toBeCloseTo(w - second(-1, -2 * q + 0.5 * w), 5);
		expect(weights[2]).toBeCloseTo(b - second(-0.5, -q), 5);
	});

	it("weighs samples: one of weight 0 changes nothing, one of weight 3 counts as three", async () => {
		const run = async (batch: number, x: number[], y: number[], w: number[]) => {
			const session = await createSession(compileTraining(tiny, { batch }).bytes);
			const state = {
				weights: vector(0.1, -0.3, 0.2, 0),
				mean: vector(0, 0, 0, 0),
				square: vector(0, 0, 0, 0),
			};
			const targets = matrix(batch, ...y.flatMap((c) => [1 - c, c]));
			const outputs = await session.run({
				x: matrix(batch, ...x),
				targets,
				sampleWeights: vector(...w),
				rates: vector(0.1, 10, 1000),
				...state,
			});
			return [...float32Data(outputs.gradient, "g"), ...float32Data(outputs.loss, "l")];
		};
		const close = { rtol: 1e-5, atol: 1e-6 };
		const plain = await run(2, [1, 5], [0, 1], [1, 1]);
		expect(await run(3, [1, 5, 99], [0, 1, 0], [1, 1, 0])).toBeCloseToArray(plain, close);
		const thrice = await run(4, [1, 1, 1, 5], [0, 0, 0, 1], [1, 1, 1, 1]);
		expect(await run(2, [1, 5], [0, 1], [3, 1])).toBeCloseToArray(thrice, close);
	});

	it("decays kernels and not biases (AdamW)", async () => {
		// First step: kernel 0 stays 0 under decay, so start is not enough; two steps show it.
		const plain = await train(2, 0.1);
		const decayed = await train(2, 0.1, { weightDecay: 0.5 });
		// Before the second step the kernel is ±0.1: decay takes rate · decay · 0.1 off.
		expect(decayed.weights[0]).toBeCloseTo((plain.weights[0] as number) - 0.1 * 0.5 * 0.1, 6);
		expect(decayed.weights[2]).toBeCloseTo(plain.weights[2] as number, 6);
	});

	it("leaves frozen parts as they are, decay or not, and trains what comes before and after", async () => {
		const definition: NetworkDefinition = {
			inputs: { x: [1, 4, 4] },
			classes: 2,
			layers: (network, { x }) => {
				const kernel = [3, 3] as const;
				const first = conv2d(network, x!, 2, { kernel });
				const held = conv2d(network, first, 3, { kernel, frozen: true });
				return dense(network, flatten(network, depthwiseConv2d(network, held, { kernel, frozen: true })), 2);
			},
		};
		const initial = initialWeights(definition, 1);
		const { weights } = initial;
		const all: Float32Array[] = [];
		// Given what it begins with, the graph holds the frozen parts itself.
		for (const [optimizer, given] of [
			["adam", undefined],
			["adam", initial],
			["sgd", undefined],
		] as const) {
			const graph = compileTraining(definition, { batch: 1, weightDecay: 0.5, optimizer, initial: given });
			const session = await createSession(graph.bytes);
			const zeros = vector(...new Float32Array(graph.weights));
			const run = await session.run({
				x: { ...vector(...Array.from({ length: 16 }, (_, i) => Math.sin(i))), dims: [1, 1, 4, 4] },
				targets: matrix(1, 1, 0),
				sampleWeights: vector(1),
				rates: vector(0.1, 10, 1000),
				weights: vector(...weights),
				mean: zeros,
				...(optimizer === "adam" ? { square: zeros } : {}),
			});
			const next = float32Data(run.nextWeights, "next");
			// 2 kernels of 9 and 2 biases; frozen 3 · 2 · 9 + 3 and 3 · 9 + 3.
			const moved = Array.from(next, (value, i) => value !== weights[i]);
			expect(moved.slice(20, 20 + 57 + 30).some(Boolean)).toBe(false);
			expect(moved.slice(0, 18).every(Boolean)).toBe(true);
			expect(moved.slice(107).every(Boolean)).toBe(true);
			all.push(next);
		}
		expect(all[1]).toBeCloseToArray(all[0] as Float32Array, { rtol: 1e-6, atol: 1e-6 });
	});

	it("shortens long gradients to the norm asked for", async () => {
		const graph = compileTraining(tiny, { batch: 1, clipNorm: 0.5 });
		const session = await createSession(graph.bytes);
		const run = await session.run({
			x: matrix(1, 2),
			targets: matrix(1, 1, 0),
			sampleWeights: vector(1),
			rates: vector(0.1, 10, 1000),
			weights: vector(0, 0, 0, 0),
			mean: vector(0, 0, 0, 0),
			square: vector(0, 0, 0, 0),
		});
		// Gradient (−1, 1, −1/2, 1/2), norm √2.5; the mean of gradients is a tenth of the shortened one.
		const factor = 0.5 / Math.sqrt(2.5);
		expect(float32Data(run.nextMean, "mean")).toBeCloseToArray(
			[-0.1 * factor, 0.1 * factor, -0.05 * factor, 0.05 * factor],
			{ rtol: 1e-5, atol: 0 },
		);
	});

	it("moves running statistics towards the batch's", async () => {
		const definition: NetworkDefinition = {
			inputs: { x: [1] },
			classes: 2,
			layers: (network, { x }) => dense(network, batchNormalization(network, x!, { momentum: 0.9 }), 2),
		};
		const graph = compileTraining(definition, { batch: 4 });
		const { weights, running } = initialWeights(definition, 1);
		expect([...running]).toEqual([0, 1]);
		const session = await createSession(graph.bytes);
		const zeros = vector(...new Float32Array(graph.weights));
		const run = await session.run({
			x: matrix(4, 1, 2, 3, 6),
			targets: matrix(4, 1, 0, 1, 0, 0, 1, 0, 1),
			sampleWeights: vector(1, 1, 1, 1),
			rates: vector(0.1, 10, 1000),
			weights: vector(...weights),
			mean: zeros,
			square: zeros,
			running: vector(...running),
		});
		// Mean 3; sum of squares 4 + 1 + 0 + 9 = 14, over n − 1 = 3.
		expect(float32Data(run.nextRunning, "running")).toBeCloseToArray([0.3, 0.9 + (0.1 * 14) / 3], {
			rtol: 1e-6,
			atol: 0,
		});
	});
});

describe("the same network for validating and for shipping", () => {
	const definition: NetworkDefinition = {
		inputs: { x: [3] },
		classes: 2,
		layers: (network, { x }) => {
			const hidden = batchNormalization(network, dense(network, x!, 4));
			return dense(network, dropout(network, activation(network, hidden, "relu"), 0.5), 2);
		},
	};

	it("gives the same logits, whether weights are inputs or constants", async () => {
		const { weights, running } = initialWeights(definition, 3);
		const trained = { weights, running: running.map((value, i) => value + 0.1 * i) };
		const x = matrix(2, 0.5, -1, 2, 1, 1, -0.3);
		const evaluation = await createSession(compileEvaluation(definition));
		const first = await evaluation.run({
			x,
			weights: vector(...weights),
			running: vector(...trained.running),
		});
		const graph = createGraphBuilder("inference");
		const input = graph.input("features", ["N", 3]);
		graph.output("logits", appendNetwork(graph, definition, { x: input }, trained), ["N", 2]);
		const inference = await createSession(writeOnnx(graph.build()));
		const second = await inference.run({ features: x });
		expect(float32Data(second.logits, "logits")).toBeCloseToArray(float32Data(first.logits, "logits"), {
			rtol: 1e-5,
			atol: 1e-6,
		});
	});

	it("starts from the same numbers for the same seed", () => {
		expect(initialWeights(definition, 3)).toEqual(initialWeights(definition, 3));
		expect(initialWeights(definition, 3).weights).not.toEqual(initialWeights(definition, 4).weights);
	});

	it("refuses a dropout rate of 1", () => {
		const wrong = {
			...tiny,
			layers: (...[network, { x }]: Parameters<typeof tiny.layers>) => dropout(network, x!, 1),
		};
		expect(() => compileTraining(wrong, { batch: 1 })).toThrow("dropout: rate must be in [0, 1), got 1");
	});
});
