import { createRandom } from "@undertone/core";
import {
	activation,
	batchNormalization,
	createSession,
	dense,
	dropout,
	type NetworkDefinition,
	type Session,
} from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import type { NetworkData } from "./network-data.ts";
import { trainNetwork } from "./train-network.ts";
import { withTrainingDefaults } from "./training-options.ts";

const classes = 3;
const random = createRandom(5);
/** 22 samples, of which the last batch of 8 has 6: its last part of two is padding alone. */
const data: NetworkData = {
	inputs: { x: { rows: 22, columns: 5, data: Float32Array.from({ length: 110 }, () => random.normal()) } },
	y: Int32Array.from({ length: 22 }, (_, i) => i % classes),
	classes,
	sampleWeights: Float32Array.from({ length: 22 }, (_, i) => 0.5 + (i % 4)),
};
const definition: NetworkDefinition = {
	inputs: { x: [5] },
	classes,
	layers: (network, { x }) =>
		dense(network, dropout(network, activation(network, dense(network, x!, 12), "relu"), 0.4), classes),
};

async function trained(parts: number, optimizer: "adam" | "sgd", network = definition) {
	let opened = 0;
	const open = (bytes: Uint8Array): Promise<Session> => {
		opened++;
		return createSession(bytes);
	};
	const options = withTrainingDefaults(
		{ epochs: 6, batchSize: 8, learningRate: 0.02, mixup: 0.3, weightDecay: 0.01, optimizer },
		"train-network.test",
	);
	const { last, curves } = await trainNetwork(network, data, options, {
		seed: 3,
		sideBySide: { parts, open },
	});
	expect(opened).toBe(parts === 1 ? 0 : parts);
	return { weights: last.weights, losses: Float64Array.from(curves, ({ loss }) => loss), curves };
}

describe("trainNetwork, side by side", () => {
	it.each(["adam", "sgd"] as const)(
		"learns by parts of a batch what it learns by the whole (%s)",
		async (optimizer) => {
			const whole = await trained(1, optimizer);
			for (const parts of [2, 4]) {
				const { weights, losses, curves } = await trained(parts, optimizer);
				// Sums in another order; Adam divides by what may be small.
				expect(weights).toBeCloseToArray(whole.weights, { rtol: 1e-3, atol: 1e-4 });
				expect(losses).toBeCloseToArray(whole.losses, { rtol: 1e-4, atol: 1e-5 });
				expect(curves.map(({ accuracy }) => accuracy)).toEqual(whole.curves.map(({ accuracy }) => accuracy));
			}
		},
	);

	it("takes the mean of the parts' running statistics", async () => {
		const normalised: NetworkDefinition = {
			...definition,
			layers: (network, { x }) => dense(network, batchNormalization(network, x!), classes),
		};
		const { losses } = await trained(2, "adam", normalised);
		expect(losses.every(Number.isFinite)).toBe(true);
	});

	it("refuses a batch that cannot be cut", async () => {
		await expect(trained(3, "adam")).rejects.toThrow(/must be a multiple of the 3 parts, but has 8 samples/);
	});
});
