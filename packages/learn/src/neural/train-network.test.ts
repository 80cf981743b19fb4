import { dense, type Value } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { trainNetwork } from "./train-network.ts";
import { withTrainingDefaults } from "./training-options.ts";

/** Two classes by two features: weights `[2, 2]`, row by row, then a bias for each class. */
const definition = {
	inputs: { x: [2] },
	classes: 2,
	layers: (network: Parameters<typeof dense>[0], { x }: Readonly<Record<string, Value>>) =>
		dense(network, x as Value, 2),
};
const samples = [
	[1, -2],
	[0.5, 3],
	[-1, 1],
] as const;
const y = Int32Array.of(0, 1, 1);
const before = [0.3, -0.2, 0.1, 0.4, 0, 0.1];

/** Of the mean cross-entropy of softmax regression, by its textbook form: the mean of x (p − y). */
function gradient(weights: readonly number[]): number[] {
	const sum = new Array<number>(6).fill(0);
	for (const [i, [a, b]] of samples.entries()) {
		const logits = [0, 1].map((c) => {
			const [w, v, bias] = [weights[c], weights[2 + c], weights[4 + c]] as [number, number, number];
			return Math.exp(a * w + b * v + bias);
		});
		const total = (logits[0] as number) + (logits[1] as number);
		for (const c of [0, 1]) {
			const off = ((logits[c] as number) / total - (y[i] === c ? 1 : 0)) / samples.length;
			for (const [at, factor] of [a, b, 1].entries()) sum[2 * at + c] = (sum[2 * at + c] ?? 0) + factor * off;
		}
	}
	return sum;
}

describe("sharpness-aware minimisation", () => {
	const after = async (sharpness: number): Promise<Float32Array> => {
		const { last } = await trainNetwork(
			definition,
			{
				inputs: { x: { rows: 3, columns: 2, data: Float32Array.from(samples.flat()) } },
				y,
				classes: 2,
			},
			withTrainingDefaults(
				{ epochs: 1, batchSize: 3, learningRate: 0.1, optimizer: "sgd", sharpness },
				"test",
			),
			{ seed: 1, initial: { weights: Float32Array.from(before), running: new Float32Array(0) } },
		);
		return last.weights;
	};
	/** Nesterov's first step from rest: 1 + 0.9 gradients. */
	const step = (from: readonly number[]): number[] =>
		gradient(from).map((g, i) => (before[i] as number) - 0.1 * 1.9 * g);

	it("steps by the gradient at the worst point within its radius (Foret et al. 2021, equation 3)", async () => {
		const here = gradient(before);
		const length = Math.hypot(...here);
		const worst = before.map((w, i) => w + (0.5 * (here[i] as number)) / length);
		expect(await after(0.5)).toBeCloseToArray(step(worst), { rtol: 1e-5, atol: 1e-6 });
	});

	it("is plain descent without a radius", async () => {
		expect(await after(0)).toBeCloseToArray(step(before), { rtol: 1e-5, atol: 1e-6 });
	});
});
