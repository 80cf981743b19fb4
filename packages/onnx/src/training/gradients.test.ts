import { describe, expect, it } from "vitest";
import { compareGradients } from "../testing/compare-gradients.ts";
import type { NetworkDefinition } from "./compile.ts";
import { activation, activations } from "./layers/activation.ts";
import { attentionPool } from "./layers/attention-pool.ts";
import { batchNormalization } from "./layers/batch-normalization.ts";
import { conv2d } from "./layers/conv2d.ts";
import { dense } from "./layers/dense.ts";
import { depthwiseConv2d } from "./layers/depthwise-conv2d.ts";
import { dropout } from "./layers/dropout.ts";
import { gru } from "./layers/gru.ts";
import { layerNormalization } from "./layers/layer-normalization.ts";
import { lstm } from "./layers/lstm.ts";
import { averagePool2d, globalAveragePool2d, maxPool2d } from "./layers/pooling.ts";
import { add, concatenate, flatten, transpose } from "./layers/shape.ts";
import type { Network, Value } from "./network.ts";

// Single precision: a loss near 1 moved by 4e-3 resolves a slope to about 2e-5; the rest is truncation.
const tolerance = { rtol: 2e-2, atol: 3e-4 };

function network(
	shape: readonly number[],
	layers: (net: Network, x: Value) => Value,
	classes = 4,
): NetworkDefinition {
	return {
		inputs: { x: shape },
		classes,
		layers: (net, { x }) => dense(net, layers(net, x!), classes),
	};
}

async function expectGradients(definition: NetworkDefinition, options = {}): Promise<void> {
	const { analytic, numeric } = await compareGradients(definition, options);
	expect(Math.max(...analytic.map(Math.abs))).toBeGreaterThan(1e-3);
	expect(analytic).toBeCloseToArray(numeric, tolerance);
}

describe("gradients equal central differences of the loss", () => {
	it("of a dense layer", () => expectGradients(network([5], (net, x) => dense(net, x, 6))));

	it("when classes are masked out of the softmax", () =>
		expectGradients(
			network([5], (net, x) => dense(net, x, 6)),
			{ masked: true },
		));

	it("when a sample has no targets, which then moves nothing", () =>
		expectGradients(
			network([5], (net, x) => dense(net, x, 6)),
			{ untargeted: true },
		));

	it.each(activations)("of %s", (kind) =>
		expectGradients(network([5], (net, x) => activation(net, dense(net, x, 6), kind))),
	);

	it("of dropout", () => expectGradients(network([5], (net, x) => dropout(net, dense(net, x, 8), 0.5))));

	it.each([
		{ kernel: [3, 3] },
		{ kernel: [3, 3], stride: [2, 2] },
		{ kernel: [5, 3], stride: [2, 1], padding: "valid" },
		{ kernel: [1, 1] },
		{ kernel: [1, 1], stride: [2, 2], bias: false },
	] as const)("of convolution %o of few channels and of many, and of one before it", async (options) => {
		for (const channels of [3, 8]) {
			await expectGradients(
				network([2, 8, 7], (net, x) => {
					const first = activation(net, conv2d(net, x, channels, { kernel: [3, 3] }), "tanh");
					return flatten(net, activation(net, conv2d(net, first, 4, options), "tanh"));
				}),
			);
		}
	});

	it.each([
		{ kernel: [3, 3] },
		{ kernel: [3, 3], stride: [2, 2] },
		{ kernel: [5, 3], stride: [2, 1], padding: "valid" },
		{ kernel: [5, 3], padding: "valid" },
	] as const)("of a convolution of every channel by itself %o, and of one before it", (options) =>
		expectGradients(
			network([2, 8, 7], (net, x) => {
				const first = activation(net, conv2d(net, x, 3, { kernel: [3, 3] }), "tanh");
				return flatten(net, activation(net, depthwiseConv2d(net, first, options), "tanh"));
			}),
		),
	);

	it("of batch normalisation of features and of channels", async () => {
		await expectGradients(
			network([5], (net, x) => batchNormalization(net, dense(net, x, 6))),
			{ batch: 6 },
		);
		await expectGradients(
			network([2, 5, 4], (net, x) =>
				flatten(net, activation(net, batchNormalization(net, conv2d(net, x, 3, { kernel: [3, 3] })), "tanh")),
			),
		);
	});

	it("of layer normalisation", () =>
		expectGradients(network([5], (net, x) => layerNormalization(net, dense(net, x, 6)))));

	it("of max, mean and global pooling, remainders left out", async () => {
		const convolved = (net: Network, x: Value) => conv2d(net, x, 3, { kernel: [3, 3] });
		await expectGradients(
			network([1, 7, 5], (net, x) => flatten(net, maxPool2d(net, convolved(net, x), [2, 2]))),
			{ step: 1e-3 },
		);
		await expectGradients(
			network([1, 7, 5], (net, x) => flatten(net, averagePool2d(net, convolved(net, x), [2, 2]))),
		);
		await expectGradients(
			network([1, 6, 4], (net, x) => flatten(net, averagePool2d(net, convolved(net, x), [3, 2]))),
		);
		await expectGradients(network([1, 7, 5], (net, x) => globalAveragePool2d(net, convolved(net, x))));
	});

	it("of sums and of values side by side", async () => {
		await expectGradients(
			network([5], (net, x) => {
				const a = dense(net, x, 6);
				return add(net, a, dense(net, activation(net, a, "tanh"), 6));
			}),
		);
		await expectGradients(
			network([5], (net, x) =>
				concatenate(net, [dense(net, x, 3), activation(net, dense(net, x, 4), "tanh")]),
			),
		);
		await expectGradients(
			network([1, 5, 4], (net, x) => {
				const few = conv2d(net, x, 2, { kernel: [3, 3] });
				const more = activation(net, conv2d(net, x, 3, { kernel: [1, 1] }), "tanh");
				return flatten(net, concatenate(net, [few, more], 1));
			}),
		);
	});

	it("of attention over time", () =>
		expectGradients(
			network([6, 5], (net, x) => attentionPool(net, activation(net, layerNormalization(net, x), "tanh"), 4)),
		));

	it.each([
		["GRU", "forward", gru],
		["GRU", "reverse", gru],
		["LSTM", "forward", lstm],
		["LSTM", "reverse", lstm],
	] as const)("of a layer of %s (%s), and of one before it", (_name, direction, layer) =>
		expectGradients(
			network([6, 5], (net, x) => {
				const first = layer(net, transpose(net, x, [1, 0, 2]), 4, "forward");
				const second = layer(net, first, 3, direction);
				return attentionPool(net, transpose(net, second, [1, 0, 2]), 4);
			}),
			{ count: 80 },
		),
	);
});
