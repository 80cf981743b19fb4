import { expect, it } from "vitest";
import { createSession } from "./create-session.ts";
import { createGraphBuilder } from "./graph-builder.ts";
import { appendSixBits } from "./pack-six-bits.ts";
import { float32Data } from "./tensor.ts";
import { writeOnnx } from "./write-onnx.ts";

it.each([1, 4, 7, 64, 1001])(
	"gives %i whole numbers back, in three quarters of a byte each",
	async (count) => {
		const values = Int8Array.from({ length: count }, (_, i) => ((i * 37) % 64) - 32);
		const graph = createGraphBuilder("six");
		graph.output("y", graph.node("Add", [appendSixBits(graph, values, [1, count]), graph.input("x", [1])]), [
			1,
			count,
		]);
		const bytes = writeOnnx(graph.build());
		const session = await createSession(bytes);
		const { y } = await session.run({ x: { type: "float32", dims: [1], data: Float32Array.of(0) } });
		expect([...float32Data(y, "y")]).toEqual([...values]);
		expect(y?.dims.map(Number)).toEqual([1, count]);
		expect(bytes.length).toBeLessThan(0.76 * count + 1200);
	},
);
