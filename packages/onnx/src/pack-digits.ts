import type { GraphBuilder } from "./graph-builder.ts";

/** How many whole numbers share sixteen bits: three from −19 to 19, four from −7 to 7, or five from −4 to 4. */
export type Together = 3 | 4 | 5;

/** The largest whole number of which so many fit into sixteen bits, and the lowest with its sign turned. */
export function mostPacked(together: Together): number {
	return { 3: 19, 4: 7, 5: 4 }[together];
}

/**
 * Appends whole numbers from −{@link mostPacked} to {@link mostPacked} as digits of numbers of sixteen bits, and what
 * unpacks them; onnxruntime does that once, when the model is opened.
 *
 * The first third (quarter, fifth) of the numbers are the lowest digits, the last the highest.
 *
 * @returns The name of the numbers as float32, in the shape `dims`.
 */
export function appendDigits(
	builder: GraphBuilder,
	values: Int8Array,
	dims: readonly number[],
	together: Together,
): string {
	const most = mostPacked(together);
	const base = 2 * most + 1;
	const share = Math.ceil(values.length / together);
	const data = Uint16Array.from({ length: share }, (_, i) => {
		let packed = 0;
		for (let d = together - 1; d >= 0; d--) packed = base * packed + (values[d * share + i] ?? 0) + most;
		return packed;
	});
	const { node, floats, ints } = builder;
	const stored = builder.constant({ type: "uint16", dims: [share], data });
	const digits: string[] = [];
	let rest = node("Cast", [stored], { to: 1 });
	for (let d = 1; d < together; d++) {
		const higher = node("Floor", [node("Div", [rest, floats(base)])]);
		digits.push(node("Sub", [rest, node("Mul", [higher, floats(base)])]));
		rest = higher;
	}
	const all = node("Concat", [...digits, rest], { axis: 0 });
	const kept = node("Slice", [all, ints([0]), ints([values.length]), ints([0])]);
	return node("Reshape", [node("Sub", [kept, floats(most)]), ints(dims)]);
}
