import type { GraphBuilder } from "./graph-builder.ts";

/** What makes whole numbers of six bits positive. */
const offset = 32;

/**
 * Appends whole numbers from −32 to 31, each in six bits, and what unpacks them; onnxruntime does that once, when the
 * model is opened.
 *
 * Three quarters of the numbers take the low six bits of a byte each; the last quarter is spread over the high two bits
 * of three of them.
 *
 * @returns The name of the numbers as float32, in the shape `dims`.
 */
export function appendSixBits(builder: GraphBuilder, values: Int8Array, dims: readonly number[]): string {
	const quarter = Math.ceil(values.length / 4);
	const at = (i: number): number => (values[i] ?? 0) + offset;
	const bytes = Uint8Array.from({ length: 3 * quarter }, (_, i) => {
		const last = at(3 * quarter + (i % quarter));
		return at(i) + 64 * ((last >> (2 * Math.floor(i / quarter))) & 3);
	});
	const node = builder.node;
	const stored = node("Cast", [builder.constant({ type: "uint8", dims: [3, quarter], data: bytes })], {
		to: 1,
	});
	const high = node("Floor", [node("Mul", [stored, builder.floats(1 / 64)])]);
	const low = node("Sub", [stored, node("Mul", [high, builder.floats(64)])]);
	const last = node("MatMul", [builder.floats([1, 4, 16], [1, 3]), high]);
	const all = node("Reshape", [node("Concat", [low, last], { axis: 0 }), builder.ints([-1])]);
	const [from, to, axis] = [0, values.length, 0].map((value) => builder.ints([value]));
	const kept = node("Slice", [all, from as string, to as string, axis as string]);
	return node("Reshape", [node("Sub", [kept, builder.floats(offset)]), builder.ints(dims)]);
}
