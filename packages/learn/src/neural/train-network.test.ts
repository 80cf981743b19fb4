import { batchNormalization, dense, type NetworkDefinition, type Value } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { type NetworkFitOptions, trainNetwork } from "./train-network.ts";
import { type TrainingOptions, withTrainingDefaults } from "./training-options.ts";

/** Two classes by two features: weights `[2, 2]`, row by row, then a bias for each class. */
const linear: NetworkDefinition = {
	inputs: { x: [2] },
	classes: 2,
	layers: (network, { x }) => dense(network, x as Value, 2),
};
/** The same behind a normalised layer. */
const normalised: NetworkDefinition = {
	...linear,
	layers: (network, { x }) => dense(network, batchNormalization(network, dense(network, x as Value, 3)), 2),
};
const samples = [
	[1, -2],
	[0.5, 3],
	[-1, 1],
] as const;
const y = Int32Array.of(0, 1, 1);
const data = {
	inputs: { x: { rows: 3, columns: 2, data: Float32Array.from(samples.flat()) } },
	y,
	classes: 2,
};
const before = [0.3, -0.2, 0.1, 0.4, 0, 0.1];

/** Of the mean cross-entropy of softmax regression, by its textbook form: the mean of x (p − y). */
function gradient(weights: readonly number[]): number[] {
	const sum = new Array<number>(6).fill(0);
	for (const [i, [a, b]] of samples.entries()) {
		const terms = [0, 1].map((c) => {
			const [w, v, bias] = [weights[c], weights[2 + c], weights[4 + c]] as [number, number, number];
			return Math.exp(a * w + b * v + bias);
		});
		const total = (terms[0] as number) + (terms[1] as number);
		for (const c of [0, 1]) {
			const off = ((terms[c] as number) / total - (y[i] === c ? 1 : 0)) / samples.length;
			for (const [at, factor] of [a, b, 1].entries()) sum[2 * at + c] = (sum[2 * at + c] ?? 0) + factor * off;
		}
	}
	return sum;
}

/** One epoch of one batch, unless said otherwise. */
function train(
	definition: NetworkDefinition,
	options: TrainingOptions,
	fit: Partial<NetworkFitOptions> = {},
) {
	const settings = { epochs: 1, batchSize: 3, learningRate: 0.1, ...options };
	return trainNetwork(definition, data, withTrainingDefaults(settings, "test"), { seed: 1, ...fit });
}

const initial = { weights: Float32Array.from(before), running: new Float32Array(0) };

describe("sharpness-aware minimisation (Foret et al. 2021, equations 2 and 3)", () => {
	const here = gradient(before);
	const worst = before.map((w, i) => w + (0.5 * (here[i] as number)) / Math.hypot(...here));

	it("goes by the gradient at the worst point within its radius, by descent", async () => {
		// Nesterov's first step from rest: 1 + 0.9 gradients.
		const step = (from: readonly number[]) =>
			gradient(from).map((g, i) => (before[i] as number) - 0.1 * 1.9 * g);
		const sgd = { optimizer: "sgd" } as const;
		const flat = await train(linear, { ...sgd, sharpness: 0.5 }, { initial });
		expect(flat.last.weights).toBeCloseToArray(step(worst), { rtol: 1e-5, atol: 1e-6 });
		const plain = await train(linear, sgd, { initial });
		expect(plain.last.weights).toBeCloseToArray(step(before), { rtol: 1e-5, atol: 1e-6 });
	});

	it("goes by it with Adam too, whose second step tells the first gradient's length", async () => {
		const weights = [...before];
		const [mean, square] = [new Array<number>(6).fill(0), new Array<number>(6).fill(0)];
		for (const t of [1, 2]) {
			const at = gradient(weights);
			const length = Math.hypot(...at);
			const g = gradient(weights.map((w, i) => w + (0.5 * (at[i] as number)) / length));
			for (const [i, slope] of g.entries()) {
				mean[i] = 0.9 * (mean[i] as number) + 0.1 * slope;
				square[i] = 0.999 * (square[i] as number) + 0.001 * slope * slope;
				const root = Math.sqrt(square[i] / (1 - 0.999 ** t)) + 1e-7;
				weights[i] = (weights[i] as number) - (0.1 * (mean[i] / (1 - 0.9 ** t))) / root;
			}
		}
		const { last } = await train(linear, { epochs: 2, sharpness: 0.5 }, { initial });
		expect(last.weights).toBeCloseToArray(weights, { rtol: 1e-4, atol: 1e-5 });
	});

	it("tells the loss, and takes running statistics, at the weights and not at the worst point", async () => {
		const [plain, flat] = [await train(normalised, {}), await train(normalised, { sharpness: 0.5 })];
		expect(flat.curves[0]?.loss).toBe(plain.curves[0]?.loss);
		expect(flat.last.running).toEqual(plain.last.running);
		expect(flat.last.weights).not.toEqual(plain.last.weights);
	});

	it("goes on after a kill as if there had been none", async () => {
		const options = { epochs: 4, batchSize: 2, sharpness: 0.5, averaging: { ema: 0.9 } };
		const whole = await train(normalised, options);
		let state: Uint8Array | undefined;
		const killed = train(normalised, options, {
			onCheckpoint: (bytes, { epoch }) => {
				state = bytes;
				if (epoch === 2) throw new Error("killed");
			},
		});
		await expect(killed).rejects.toThrow("killed");
		const resumed = await train(normalised, options, { resume: state as Uint8Array });
		expect(resumed.last).toEqual(whole.last);
	});

	it("is not possible with a radius below 0", () => {
		expect(() => withTrainingDefaults({ sharpness: -1 }, "mine")).toThrow(
			"mine: sharpness must be in [0, 1000), got -1.",
		);
	});
});

describe("trainNetwork", () => {
	it("writes its state under the key of before there was a radius, where there is none", async () => {
		let state = new Uint8Array();
		await train(
			linear,
			{},
			{
				onCheckpoint: (bytes) => {
					state = bytes.slice();
				},
			},
		);
		const length = new DataView(state.buffer).getUint32(0, true);
		expect(new TextDecoder().decode(state.subarray(4, 4 + length))).not.toContain("sharpness");
	});
});
