import { float16Bits } from "../float16.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { appendDigits, mostPacked, type Together } from "../pack-digits.ts";
import { quantize } from "../quantize.ts";

/**
 * How kernels and matrices are stored. Of whole numbers every output channel has a step of its own: `int8` has them in
 * eight bits, `thirds` three of them in sixteen bits in large parts, the others in half precision; `quarters` is
 * `thirds` with four of them in sixteen bits in the largest parts.
 */
export type WeightStorage = "float32" | "float16" | "int8" | "thirds" | "quarters";

/** Smaller parts, biases and scales among them, keep their precision. */
const leastShortened = 1024;
/** Parts from these sizes on are stored as thirds and quarters: smaller ones weigh little, and lose more by it. */
const [leastInThirds, leastInQuarters] = [32_768, 131_072];

/** How a part of so many numbers is stored; of packed whole numbers, how many share sixteen bits. */
function formOf(storage: WeightStorage, size: number): "float32" | "float16" | "int8" | Together {
	if (storage === "float32" || size < leastShortened) return "float32";
	if (storage === "float16" || storage === "int8") return storage;
	if (size < leastInThirds) return "float16";
	return storage === "quarters" && size >= leastInQuarters ? 4 : 3;
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
	storage: WeightStorage,
): string {
	const form = formOf(storage, data.length);
	const toFloat32 = (name: string): string => builder.node("Cast", [name], { to: 1 });
	if (form === "float32") return builder.constant({ type: "float32", dims: shape, data });
	if (form === "float16") {
		return toFloat32(builder.constant({ type: "float16", dims: shape, data: float16Bits(data) }));
	}
	// Kernels have their outputs first, matrices last.
	const axis = shape.length > 2 ? 0 : shape.length - 1;
	const { values, steps } = quantize(data, shape, axis, form === "int8" ? 127 : mostPacked(form));
	const whole =
		form === "int8"
			? toFloat32(builder.constant({ type: "int8", dims: shape, data: values }))
			: appendDigits(builder, values, shape, form);
	const along = shape.map((_, i) => (i === axis ? steps.length : 1));
	const scale = builder.constant({ type: "float32", dims: along, data: Float32Array.from(steps) });
	return builder.node("Mul", [whole, scale]);
}
