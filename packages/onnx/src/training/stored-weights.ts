import { float16Bits } from "../float16.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { appendDigits, mostPacked, type Together } from "../pack-digits.ts";
import { type Quantized, quantize } from "../quantize.ts";

/**
 * How kernels and matrices are stored: in `float32`, `float16`, or as whole numbers with a step for every output
 * channel: `int8` in eight bits, the others with several in sixteen bits where a part is large. `thirds` has three of
 * them there; `quarters` three, and four in the largest; `fifths` four, and five in the largest.
 */
export type WeightStorage = "float32" | "float16" | "int8" | "thirds" | "quarters" | "fifths";

/** How one part is stored; of packed whole numbers, how many share sixteen bits. */
type Form = "float32" | "float16" | "int8" | Together;

/** Of small parts, large and largest ones: smaller ones weigh little, and lose more by it. */
const forms: Readonly<Record<WeightStorage, readonly [small: Form, large: Form, largest: Form]>> = {
	float32: ["float32", "float32", "float32"],
	float16: ["float16", "float16", "float16"],
	int8: ["int8", "int8", "int8"],
	thirds: ["float16", 3, 3],
	quarters: ["float16", 3, 4],
	fifths: ["int8", 4, 5],
};

/** How large parts of a network are rounded, by their index in the order of declaration; to the nearest without. */
export type Rounding = ReadonlyMap<number, Quantized>;

/** Smaller parts, biases and scales among them, keep their precision. */
const leastShortened = 1024;
/** Numbers of the smallest part that counts as large: in some storages several of its numbers share sixteen bits. */
export const leastLarge = 32_768;
const leastLargest = 131_072;

function formOf(storage: WeightStorage, size: number): Form {
	if (size < leastShortened) return "float32";
	const [small, large, largest] = forms[storage];
	return size < leastLarge ? small : size < leastLargest ? large : largest;
}

/** The largest whole number that a part of so many numbers is rounded to; undefined where it is not. */
export function mostStored(storage: WeightStorage, size: number): number | undefined {
	const form = formOf(storage, size);
	return form === "float32" || form === "float16" ? undefined : mostOf(form);
}

function mostOf(form: "int8" | Together): number {
	return form === "int8" ? 127 : mostPacked(form);
}

/**
 * Appends a kernel or matrix as a constant, and what brings it back to single precision; onnxruntime does that once,
 * when the model is opened.
 *
 * @returns Its name, float32.
 */
export function appendWeights(
	builder: GraphBuilder,
	data: Float32Array,
	shape: readonly number[],
	{ storage, rounded }: { readonly storage: WeightStorage; readonly rounded?: Quantized | undefined },
): string {
	const form = formOf(storage, data.length);
	const toFloat32 = (name: string): string => builder.node("Cast", [name], { to: 1 });
	if (form === "float32") return builder.constant({ type: "float32", dims: shape, data });
	if (form === "float16") {
		return toFloat32(builder.constant({ type: "float16", dims: shape, data: float16Bits(data) }));
	}
	// Kernels have their outputs first, matrices last.
	const axis = shape.length > 2 ? 0 : shape.length - 1;
	const { values, steps } = rounded ?? quantize(data, shape, axis, mostOf(form));
	const whole =
		form === "int8"
			? toFloat32(builder.constant({ type: "int8", dims: shape, data: values }))
			: appendDigits(builder, values, shape, form);
	const along = shape.map((_, i) => (i === axis ? steps.length : 1));
	const scale = builder.constant({ type: "float32", dims: along, data: Float32Array.from(steps) });
	return builder.node("Mul", [whole, scale]);
}
