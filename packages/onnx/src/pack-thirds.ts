import type { GraphBuilder } from "./graph-builder.ts";

/** The largest whole number, and the lowest with its sign turned, that a third of sixteen bits holds. */
export const mostOfThird = 19;

/** Digits are of this base, whose third power is below 2¹⁶. */
const base = 2 * mostOfThird + 1;

/**
 * Appends whole numbers from −19 to 19, three of them in sixteen bits, and what unpacks them; onnxruntime does that
 * once, when the model is opened.
 *
 * The first third of the numbers are the lowest digits, the last third the highest.
 *
 * @returns The name of the numbers as float32, in the shape `dims`.
 */
export function appendThirds(builder: GraphBuilder, values: Int8Array, dims: readonly number[]): string {
	const third = Math.ceil(values.length / 3);
	const digit = (i: number): number => (values[i] ?? 0) + mostOfThird;
	const data = Uint16Array.from(
		{ length: third },
		(_, i) => digit(i) + base * (digit(third + i) + base * digit(2 * third + i)),
	);
	const { node, floats, ints } = builder;
	const split = (packed: string): [higher: string, lowest: string] => {
		const higher = node("Floor", [node("Div", [packed, floats(base)])]);
		return [higher, node("Sub", [packed, node("Mul", [higher, floats(base)])])];
	};
	const stored = builder.constant({ type: "uint16", dims: [third], data });
	const [higher, lowest] = split(node("Cast", [stored], { to: 1 }));
	const [highest, middle] = split(higher);
	const all = node("Concat", [lowest, middle, highest], { axis: 0 });
	const kept = node("Slice", [all, ints([0]), ints([values.length]), ints([0])]);
	return node("Reshape", [node("Sub", [kept, floats(mostOfThird)]), ints(dims)]);
}
