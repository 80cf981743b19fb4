import { expect, it } from "vitest";
import { createSession } from "./create-session.ts";
import { createGraphBuilder } from "./graph-builder.ts";
import { appendDigits, mostPacked, type Together } from "./pack-digits.ts";
import { float32Data } from "./tensor.ts";
import { writeOnnx } from "./write-onnx.ts";

const cases = ([3, 4, 5] as const).flatMap((together) =>
	[1, 7, 64, 1001, 60_000].map((count): [Together, number] => [together, count]),
);

it.each(cases)("gives back, %i in sixteen bits, %i whole numbers", async (together, count) => {
	const most = mostPacked(together);
	const values = Int8Array.from({ length: count }, (_, i) => (((i * 37) % 1009) % (2 * most + 1)) - most);
	const graph = createGraphBuilder("digits");
	const packed = appendDigits(graph, values, [1, count], together);
	graph.output("y", graph.node("Add", [packed, graph.input("x", [1])]), [1, count]);
	const bytes = writeOnnx(graph.build());
	const session = await createSession(bytes);
	const { y } = await session.run({ x: { type: "float32", dims: [1], data: Float32Array.of(0) } });
	expect([...float32Data(y, "y")]).toEqual([...values]);
	expect(y?.dims.map(Number)).toEqual([1, count]);
	expect(bytes.length).toBeLessThan((2 / together) * count + 1500);
});
