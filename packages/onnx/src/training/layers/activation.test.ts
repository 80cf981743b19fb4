import { describe, expect, it } from "vitest";
import { createSession } from "../../create-session.ts";
import { float32Data, float32Tensor, type OnnxTensor } from "../../tensor.ts";
import { compileTraining, type NetworkDefinition } from "../compile.ts";
import { activation } from "./activation.ts";
import { dense } from "./dense.ts";

const vector = (...values: number[]): OnnxTensor => float32Tensor(Float32Array.from(values), [values.length]);

/** The gradients of a loss by two logits that are a nonlinearity of `values`, and so its slopes but for a factor. */
async function gradientsAt(kind: "relu" | "relu6", values: readonly [number, number]): Promise<number[]> {
	const definition: NetworkDefinition = {
		inputs: { x: [1] },
		classes: 2,
		layers: (network, { x }) => activation(network, dense(network, x!, 2), kind),
	};
	const session = await createSession(compileTraining(definition, { batch: 1 }).bytes);
	const none = vector(0, 0, 0, 0);
	const { gradient } = await session.run({
		x: float32Tensor(Float32Array.of(1), [1, 1]),
		targets: float32Tensor(Float32Array.of(0, 1), [1, 2]),
		sampleWeights: vector(1),
		rates: vector(0, 1, 1),
		weights: vector(...values, 0, 0),
		mean: none,
		square: none,
	});
	await session.release();
	return [...float32Data(gradient, "gradient").subarray(0, 2)];
}

describe("the slope of a rectifier", () => {
	// Of a softmax of two, one gradient is the other with its sign turned where both slopes are 1.
	it.each([
		["relu", 1e-37],
		["relu", 1e-6],
		["relu", 3],
		["relu", 12],
		["relu6", 1e-37],
		["relu6", 1e-6],
		["relu6", 5.9999],
	] as const)("of %s is 1 at %d", async (kind, value) => {
		const [first = 0, second = 0] = await gradientsAt(kind, [value, 1]);
		expect(first).toBeGreaterThan(0);
		expect(first / -second).toBeCloseTo(1, 5);
	});

	it.each([
		["relu", 0],
		["relu", -1e-37],
		["relu", -5],
		["relu6", 0],
		["relu6", -5],
		["relu6", 6],
		["relu6", 100],
	] as const)("of %s is 0 at %d", async (kind, value) => {
		const [first, second = 0] = await gradientsAt(kind, [value, 1]);
		expect(first).toBeCloseTo(0, 12);
		expect(second).toBeLessThan(0);
	});
});
