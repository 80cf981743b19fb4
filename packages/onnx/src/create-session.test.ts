import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSession } from "./create-session.ts";
import { createGraphBuilder } from "./graph-builder.ts";
import { readOnnx } from "./read-onnx.ts";
import { replaceMetadata } from "./replace-metadata.ts";
import { float32Data, float32Tensor } from "./tensor.ts";
import { writeOnnx } from "./write-onnx.ts";

/** y = x W + b with W = [[1, 2], [3, 4], [5, 6]], b = [10, 20]. */
function affine(metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
	const graph = createGraphBuilder("affine");
	const x = graph.input("x", ["N", 3]);
	const w = graph.floats([1, 2, 3, 4, 5, 6], [3, 2]);
	graph.output("y", graph.node("Gemm", [x, w, graph.floats([10, 20])]), ["N", 2]);
	return writeOnnx(graph.build(), { metadata });
}

describe("createSession", () => {
	it("runs a graph this package wrote: an affine map by hand", async () => {
		const session = await createSession(affine());
		const { y } = await session.run({ x: float32Tensor(Float32Array.of(1, 0, 0, 1, 1, 1), [2, 3]) });
		expect(y?.dims).toEqual([2, 2]);
		expect([...float32Data(y, "y")]).toEqual([11, 22, 19, 32]);
		await session.release();
	});

	it("runs the operators of classical estimators (ai.onnx.ml)", async () => {
		const graph = createGraphBuilder("scaler");
		const x = graph.input("x", ["N", 2]);
		const attributes = { offset: { floats: [1, 2] }, scale: { floats: [10, 100] } };
		graph.output("y", graph.node("Scaler", [x], attributes, { domain: "ai.onnx.ml" }), ["N", 2]);
		const session = await createSession(writeOnnx(graph.build()));
		const { y } = await session.run({ x: float32Tensor(Float32Array.of(2, 4), [1, 2]) });
		expect([...float32Data(y, "y")]).toEqual([10, 200]);
	});

	it("answers several runs at once, each its own", async () => {
		const [one, two] = await Promise.all([createSession(affine()), createSession(affine())]);
		const runs = Array.from({ length: 12 }, async (_, i) => {
			const session = i % 2 === 0 ? one : two;
			const { y } = await session.run({ x: float32Tensor(Float32Array.of(i, 0, 0), [1, 3]) });
			return float32Data(y, "y")[0];
		});
		expect(await Promise.all(runs)).toEqual(Array.from({ length: 12 }, (_, i) => 10 + i));
	});

	it("refuses bytes that are no model, and a model cut short, in plain words", async () => {
		await expect(createSession(new TextEncoder().encode("hello, this is text"))).rejects.toThrow(
			/The model file is damaged or no ONNX file/,
		);
		await expect(createSession(new Uint8Array(0))).rejects.toThrow(/must be an ONNX model/);
		const bytes = affine();
		for (const length of [1, 20, 60, bytes.length - 3]) {
			await expect(createSession(bytes.subarray(0, length))).rejects.toMatchObject({ code: "model-damaged" });
		}
	});

	it("refuses a model with an operator that does not exist", async () => {
		const graph = createGraphBuilder("odd");
		graph.output("y", graph.node("NoSuchOperator", [graph.input("x", [1])]), [1]);
		await expect(createSession(writeOnnx(graph.build()))).rejects.toMatchObject({ code: "model-damaged" });
	});

	it("refuses a model whose numbers lie in another file", async () => {
		const bytes = affine();
		// TensorProto.data_location = EXTERNAL (field 14, varint 1) appended to the only initializer "affine/0".
		const patched = withExternalData(bytes);
		expect(readOnnx(patched).hasExternalData).toBe(true);
		await expect(createSession(patched)).rejects.toMatchObject({ code: "model-external-data" });
	});
});

describe("readOnnx", () => {
	it("reads back what writeOnnx wrote", () => {
		const model = readOnnx(affine({ undertone: '{"format":1,"name":"ä"}', other: "x" }));
		expect(model.metadata).toEqual({ undertone: '{"format":1,"name":"ä"}', other: "x" });
		expect(model.opsets).toEqual({ "": 20 });
		expect(model.producer).toBe("undertone");
		expect(model.inputs).toEqual([{ name: "x", type: "float32", dims: ["N", 3] }]);
		expect(model.outputs).toEqual([{ name: "y", type: "float32", dims: ["N", 2] }]);
		expect(model.hasExternalData).toBe(false);
		expect(model.graph.nodes.map((node) => node.op)).toEqual(["Gemm", "Identity"]);
		expect([...(model.graph.initializers[0]?.tensor.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
	});

	it("keeps attributes of every kind, negative integers among them", () => {
		const graph = createGraphBuilder("kinds");
		const attributes = {
			int: -1,
			float: { float: 2 },
			half: 0.5,
			string: "text",
			ints: [-(2 ** 40), 0, 300],
			floats: { floats: [0.25, -8] },
			strings: { strings: ["a", "b"] },
			tensor: { type: "int64", dims: [1], data: BigInt64Array.of(-5n) },
		} as const;
		graph.output("y", graph.node("Any", [graph.input("x", [1])], attributes), [1]);
		const read = readOnnx(writeOnnx(graph.build())).graph.nodes[0]?.attributes;
		expect(read).toEqual({
			int: { int: -1 },
			float: { float: 2 },
			half: { float: 0.5 },
			string: { string: "text" },
			ints: { ints: [-(2 ** 40), 0, 300] },
			floats: { floats: [0.25, -8] },
			strings: { strings: ["a", "b"] },
			tensor: { tensor: { type: "int64", dims: [1], data: BigInt64Array.of(-5n) } },
		});
	});
});

describe("readOnnx on damaged files", () => {
	it("either reads or says in plain words that the file is damaged, whatever bytes are changed", () => {
		const bytes = affine({ undertone: "{}" });
		const byte = fc.integer({ min: 0, max: 255 });
		const place = fc.integer({ min: 0, max: bytes.length - 1 });
		fc.assert(
			fc.property(fc.array(fc.tuple(place, byte), { minLength: 1, maxLength: 6 }), place, (changes, end) => {
				const damaged = bytes.slice(0, end + 1);
				for (const [at, value] of changes) if (at < damaged.length) damaged[at] = value;
				try {
					readOnnx(damaged);
				} catch (error) {
					expect(error).toMatchObject({ code: "model-damaged" });
				}
			}),
			{ numRuns: 500 },
		);
	});
});

describe("writeOnnx", () => {
	it("gives the same bytes for the same graph", () => {
		expect(affine({ a: "1" })).toEqual(affine({ a: "1" }));
	});

	it("refuses a tensor whose shape does not fit its elements", () => {
		const graph = createGraphBuilder("wrong");
		graph.constant({ type: "float32", dims: [2, 2], data: new Float32Array(3) });
		expect(() => writeOnnx(graph.build())).toThrow(/shape \[2, 2\] must hold 4 elements of 4 bytes, got 3/);
	});
});

describe("replaceMetadata", () => {
	it("changes the metadata and nothing else", async () => {
		const model = replaceMetadata(affine({ a: "1" }), { b: "2" });
		expect(readOnnx(model).metadata).toEqual({ b: "2" });
		expect(replaceMetadata(model, { a: "1" })).toEqual(affine({ a: "1" }));
	});
});

/** Sets data_location = EXTERNAL in the first initializer by writing the graph's bytes anew. */
function withExternalData(bytes: Uint8Array): Uint8Array {
	const at = find(bytes, new TextEncoder().encode("affine/0"), 2);
	// After the name come tag 9 (raw data), its length 24 and the data: turn the tag into field 13
	// (external_data), a message list, whose content the reader need not understand.
	const patched = bytes.slice();
	patched[at + 8] = 13 * 8 + 2;
	return patched;
}

function find(bytes: Uint8Array, pattern: Uint8Array, nth: number): number {
	for (let i = 0; i < bytes.length; i++) {
		if (pattern.every((byte, k) => bytes[i + k] === byte) && --nth === 0) return i;
	}
	throw new Error("not found");
}
