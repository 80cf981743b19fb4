import { createRandom, type Emotion, zeros } from "@undertone/core";
import { mlp } from "@undertone/learn";
import { createGraphBuilder, readOnnx } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { damageGraph, hiddenUnits } from "./damage-graph.ts";
import { damageTable } from "./damage-table.ts";

/** Two features to four hidden units to two classes. */
function network() {
	const graph = createGraphBuilder("small");
	const x = graph.input("features", ["N", 2]);
	const w1 = graph.floats([1, -2, 3, -4, 5, -6, 7, -8], [2, 4]);
	const hidden = graph.node("Relu", [graph.node("Gemm", [x, w1, graph.floats([1, 2, 3, 4])])]);
	const w2 = graph.floats([1, 2, 3, 4, 5, 6, 7, 8.5], [4, 2]);
	graph.output("probabilities", graph.node("Softmax", [graph.node("Gemm", [hidden, w2])], { axis: 1 }), [
		"N",
		2,
	]);
	return graph.build();
}

const matrices = (graph: ReturnType<typeof network>): number[][] =>
	graph.initializers
		.filter(({ tensor }) => tensor.dims.length === 2)
		.map(({ tensor }) => [...(tensor.data as Float32Array)]);

describe("damageGraph", () => {
	it("silences whole hidden units, their biases too, and leaves the classes alone", () => {
		const whole = network();
		const [first, second] = matrices(damageGraph(whole, { kind: "units", share: 0.5 }, 2, createRandom(1)));
		const silent = [0, 1, 2, 3].filter((unit) => first?.[unit] === 0 && first[unit + 4] === 0);
		expect(silent).toHaveLength(2);
		expect(second).toEqual([1, 2, 3, 4, 5, 6, 7, 8.5]);
		const bias = damageGraph(whole, { kind: "units", share: 0.5 }, 2, createRandom(1)).initializers.find(
			({ tensor }) => tensor.dims.length === 1,
		);
		const biases = [...((bias?.tensor.data ?? []) as Float32Array)];
		expect([0, 1, 2, 3].filter((unit) => biases[unit] === 0)).toEqual(silent);
		expect(matrices(whole)[0]).toEqual([1, -2, 3, -4, 5, -6, 7, -8]);
		expect(hiddenUnits(whole, 2)).toEqual([4]);
	});

	it("drops single weights, all or none at the ends", () => {
		const all = matrices(damageGraph(network(), { kind: "weights", share: 1 }, 2, createRandom(1)));
		expect(all.flat().every((w) => w === 0)).toBe(true);
		expect(matrices(damageGraph(network(), { kind: "weights", share: 0 }, 2, createRandom(1)))).toEqual(
			matrices(network()),
		);
	});

	it("rounds to so many bits with a step a unit, by hand", () => {
		// Two bits: −1, 0 or 1 times the largest of the column. Columns 1,3,5,7 and 2,4,6,8.5.
		const [, second] = matrices(damageGraph(network(), { kind: "bits", bits: 2 }, 2, createRandom(1)));
		expect(second).toEqual([0, 0, 0, 0, 7, 8.5, 7, 8.5]);
	});
});

describe("damageTable", () => {
	it("falls from whole to chance as more is lost, and 8 bits cost next to nothing", async () => {
		const random = createRandom(3);
		const make = (rows: number) => {
			const x = zeros(rows, 8);
			const y = Int32Array.from({ length: rows }, (_, r) => r % 2);
			for (let i = 0; i < x.data.length; i++) {
				x.data[i] = random.normal() + (Math.floor(i / 8) % 2 === 0 ? 1 : -1);
			}
			return { x, y, labels: ["neutral", "angry"] as Emotion[] };
		};
		const train = make(200);
		const test = make(200);
		const model = await mlp({ hidden: [16], epochs: 20 }).fit(train, { seed: 1, threads: 1 });
		const rows = await damageTable({
			model: "m",
			corpus: "c",
			graph: readOnnx(model.toOnnx()).graph,
			...test,
		});
		const at = (harm: string, level: number) =>
			rows.find((row) => row.harm === harm && row.level === level)?.uar ?? 0;
		expect(at("none", 0)).toBeGreaterThan(0.95);
		expect(at("bits", 8)).toBeGreaterThan(at("none", 0) - 0.02);
		expect(at("features", 0.8)).toBeLessThan(at("features", 0.05));
		expect(at("units", 0.8)).toBeLessThanOrEqual(at("units", 0.05) + 0.01);
		expect(rows.filter(({ harm }) => harm === "units").every(({ draws }) => draws === 5)).toBe(true);
	});
});
