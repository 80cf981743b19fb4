import { createRandom } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createSession } from "./create-session.ts";
import { float16Bits, roundToFloat16 } from "./float16.ts";
import { createGraphBuilder } from "./graph-builder.ts";
import { float32Data } from "./tensor.ts";
import { writeOnnx } from "./write-onnx.ts";

/** What onnxruntime reads the bits as. */
async function decoded(values: Float32Array): Promise<Float32Array> {
	const graph = createGraphBuilder("half");
	const half = graph.constant({ type: "float16", dims: [values.length], data: float16Bits(values) });
	const zero = graph.input("zero", [1]);
	graph.output("y", graph.node("Add", [graph.node("Cast", [half], { to: 1 }), zero]), [values.length]);
	const session = await createSession(writeOnnx(graph.build()));
	const { y } = await session.run({ zero: { type: "float32", dims: [1], data: new Float32Array(1) } });
	await session.release();
	return float32Data(y, "y");
}

describe("roundToFloat16", () => {
	it("gives what the bits mean, small and large numbers too", () => {
		const { POSITIVE_INFINITY } = Number;
		const given = Float32Array.of(1 / 3, -2, 0, 2 ** -24, 65504, 1e6, -1e6, Number.NaN);
		const held = [0.333251953125, -2, 0, 2 ** -24, 65504, POSITIVE_INFINITY, -POSITIVE_INFINITY, Number.NaN];
		expect([...roundToFloat16(given)]).toEqual(held);
	});
});

describe("float16Bits", () => {
	it.each([
		[0, 0x0000],
		[-0, 0x8000],
		[1, 0x3c00],
		[-2, 0xc000],
		[65504, 0x7bff],
		[65519, 0x7bff],
		[65520, 0x7c00],
		[Number.NEGATIVE_INFINITY, 0xfc00],
		[2 ** -14, 0x0400],
		[2 ** -24, 0x0001],
		[2 ** -25, 0x0000],
		[3 * 2 ** -25, 0x0002],
		[1 + 2 ** -11, 0x3c00],
		[1 + 3 * 2 ** -11, 0x3c02],
		[2 - 2 ** -12, 0x4000],
	])("of %d are those of IEEE 754", (value, expected) => {
		expect(float16Bits(Float32Array.of(value))[0]).toBe(expected);
	});

	it("are read by onnxruntime to within half a step", async () => {
		const random = createRandom(3);
		const values = Float32Array.from(
			{ length: 2000 },
			() => random.normal() * 10 ** random.integer(6) * 1e-4,
		);
		expect(await decoded(values)).toBeCloseToArray(values, { rtol: 2 ** -11, atol: 2 ** -25 });
	});
});
