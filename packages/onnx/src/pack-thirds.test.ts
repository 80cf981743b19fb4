import { expect, it } from "vitest";
import { createSession } from "./create-session.ts";
import { createGraphBuilder } from "./graph-builder.ts";
import { appendThirds, mostOfThird } from "./pack-thirds.ts";
import { float32Data } from "./tensor.ts";
import { writeOnnx } from "./write-onnx.ts";

const different = 2 * mostOfThird + 1;

it.each([1, 3, 7, 64, 1001, 60_000])(
	"gives %i whole numbers back, in two thirds of a byte each",
	async (count) => {
		const values = Int8Array.from(
			{ length: count },
			(_, i) => (((i * 37) % 1009) % different) - mostOfThird,
		);
		const graph = createGraphBuilder("thirds");
		graph.output("y", graph.node("Add", [appendThirds(graph, values, [1, count]), graph.input("x", [1])]), [
			1,
			count,
		]);
		const bytes = writeOnnx(graph.build());
		const session = await createSession(bytes);
		const { y } = await session.run({ x: { type: "float32", dims: [1], data: Float32Array.of(0) } });
		expect([...float32Data(y, "y")]).toEqual([...values]);
		expect(y?.dims.map(Number)).toEqual([1, count]);
		expect(bytes.length).toBeLessThan((2 / 3) * count + 1300);
	},
);
