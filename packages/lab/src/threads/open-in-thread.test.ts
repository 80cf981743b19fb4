import { createGraphBuilder, float32Data, float32Tensor, writeOnnx } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { openInThread } from "./open-in-thread.ts";

/** y = 2x, z = x + 1. */
function twoOutputs(): Uint8Array {
	const graph = createGraphBuilder("two");
	const x = graph.input("x", ["N"]);
	graph.output("y", graph.node("Mul", [x, graph.floats(2)]), ["N"]);
	graph.output("z", graph.node("Add", [x, graph.floats(1)]), ["N"]);
	return writeOnnx(graph.build());
}

describe("openInThread", () => {
	it("answers every run in its order, with the outputs asked for, and takes parts of buffers", async () => {
		const session = await openInThread(twoOutputs());
		expect(session.inputNames).toEqual(["x"]);
		expect(session.outputNames).toEqual(["y", "z"]);
		const all = Float32Array.from({ length: 40 }, (_, i) => i);
		const answers = await Promise.all(
			Array.from({ length: 10 }, (_, i) =>
				session.run({ x: float32Tensor(all.subarray(4 * i, 4 * i + 4), [4]) }, i % 2 === 0 ? ["y"] : ["z"]),
			),
		);
		for (const [i, answer] of answers.entries()) {
			expect(Object.keys(answer)).toEqual([i % 2 === 0 ? "y" : "z"]);
			const first = 4 * i;
			const values = [...float32Data(answer[i % 2 === 0 ? "y" : "z"], "answer")];
			expect(values).toEqual([0, 1, 2, 3].map((k) => (i % 2 === 0 ? 2 * (first + k) : first + k + 1)));
		}
		await session.release();
	});

	it("says what is wrong with a run and goes on, and what is wrong with a model", async () => {
		const session = await openInThread(twoOutputs());
		await expect(session.run({})).rejects.toThrow(/x/);
		const { y } = await session.run({ x: float32Tensor(Float32Array.of(3), [1]) });
		expect([...float32Data(y, "y")]).toEqual([6]);
		await session.release();
		await expect(openInThread(Uint8Array.of(1, 2, 3))).rejects.toThrow(/ONNX|onnxruntime/);
	});
});
