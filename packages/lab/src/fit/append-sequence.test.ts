import { createRandom } from "@undertone/core";
import { createGraphBuilder, createSession, float32Data, float32Tensor, writeOnnx } from "@undertone/onnx";
import { describe, expect, it } from "vitest";
import { fitSequence, type SequenceOptions } from "../features/fit-sequence.ts";
import { appendSequence } from "./append-sequence.ts";

const bands = 3;
const random = createRandom(1);

async function inGraph(values: Float32Array, options: SequenceOptions): Promise<Float32Array> {
	const graph = createGraphBuilder("sequence");
	const x = graph.input("features", [1, "T", bands]);
	graph.output("row", appendSequence(graph, x, bands, options), [1, options.frames * bands]);
	const session = await createSession(writeOnnx(graph.build()));
	try {
		const run = await session.run({ features: float32Tensor(values, [1, values.length / bands, bands]) });
		return float32Data(run.row, "row");
	} finally {
		await session.release();
	}
}

describe("appendSequence", () => {
	it.each(["none", "level", "bands"] as const)(
		"gives what fitSequence gives: cut, filled and averaged, normalise %s",
		async (normalise) => {
			for (const [rows, step] of [
				[40, 1],
				[41, 2],
				[9, 2],
				[20, 1],
				[200, 3],
			] as const) {
				const values = Float32Array.from({ length: rows * bands }, () => random.normal() - 40);
				if (normalise !== "none") values[4] = Number.NaN;
				const options = { frames: 20, step, normalise };
				const expected = fitSequence(values, bands, options);
				const row = await inGraph(values, options);
				expect([...row].map(Number.isNaN)).toEqual([...expected].map(Number.isNaN));
				const known = (all: Float32Array): number[] => [...all].filter((value) => !Number.isNaN(value));
				expect(known(row)).toBeCloseToArray(known(expected), { rtol: 1e-5, atol: 1e-4 });
			}
		},
	);
});
