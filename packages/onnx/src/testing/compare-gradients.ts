import { createRandom } from "@undertone/core";
import { createSession } from "../create-session.ts";
import { float32Data, type OnnxTensor } from "../tensor.ts";
import { compileTraining, initialWeights, type NetworkDefinition } from "../training/compile.ts";
import { sizeOf } from "../training/network.ts";

/**
 * The gradient that a training graph gives, and central differences of its loss.
 *
 * @param count - How many weights, evenly spaced, are tried.
 * @param untargeted - Whether the first sample's targets are all 0.
 */
export async function compareGradients(
	definition: NetworkDefinition,
	{ batch = 3, count = 60, masked = false, untargeted = false, step = 4e-3 } = {},
): Promise<{ readonly analytic: number[]; readonly numeric: number[] }> {
	const random = createRandom(11);
	const graph = compileTraining(definition, { batch, masked });
	const session = await createSession(graph.bytes);
	const tensor = (dims: readonly number[], make: (i: number) => number): OnnxTensor => ({
		type: "float32",
		dims,
		data: Float32Array.from({ length: sizeOf(dims) }, (_, i) => make(i)),
	});
	const { classes } = definition;
	const { weights, running } = initialWeights(definition, 5);
	// Away from the zeros and ones that biases and scales begin with.
	const base = weights.map((value) => value + 0.1 * random.normal());
	const feeds: Record<string, OnnxTensor> = {
		targets: tensor([batch, classes], (i) =>
			i % classes === Math.floor(i / classes) % (classes - 1) ? 0.9 : i % classes === classes - 2 ? 0.1 : 0,
		),
		sampleWeights: tensor([batch], (i) => 1 + i),
		mean: tensor([graph.weights], () => 0),
		square: tensor([graph.weights], () => 0),
		rates: tensor([3], () => 1),
	};
	for (const [name, shape] of Object.entries(definition.inputs)) {
		feeds[name] = tensor([batch, ...shape], () => random.normal());
	}
	for (const { value, rate } of graph.masks) {
		feeds[value.name] = tensor(value.shape, () => (random.next() < rate ? 0 : 1 / (1 - rate)));
	}
	if (masked) feeds.offset = tensor([batch, classes], (i) => (i % classes === classes - 1 ? -1e9 : 0));
	if (graph.running > 0) feeds.running = { type: "float32", dims: [running.length], data: running };
	// Targets of a row must sum to 1.
	const targets = feeds.targets?.data as Float32Array;
	for (let r = 0; r < batch; r++) {
		const row = targets.subarray(r * classes, (r + 1) * classes);
		const sum = row.reduce((a, b) => a + b, 0);
		for (let c = 0; c < classes; c++) row[c] = (row[c] as number) / sum;
	}
	if (untargeted) targets.fill(0, 0, classes);
	const at = async (values: Float32Array): Promise<Record<string, OnnxTensor>> =>
		session.run({ ...feeds, weights: { type: "float32", dims: [values.length], data: values } }, [
			"loss",
			"gradient",
		]);
	const gradient = float32Data((await at(base)).gradient, "gradient");
	const analytic: number[] = [];
	const numeric: number[] = [];
	for (let k = 0; k < Math.min(count, base.length); k++) {
		const i = Math.floor((k * base.length) / Math.min(count, base.length));
		const moved = async (by: number): Promise<number> => {
			const values = base.slice();
			values[i] = (values[i] as number) + by;
			return float32Data((await at(values)).loss, "loss")[0] as number;
		};
		analytic.push(gradient[i] as number);
		numeric.push(((await moved(step)) - (await moved(-step))) / (2 * step));
	}
	await session.release();
	return { analytic, numeric };
}
