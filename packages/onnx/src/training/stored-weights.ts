import { float16Bits } from "../float16.ts";
import type { GraphBuilder } from "../graph-builder.ts";
import { appendDigits, mostPacked, type Together } from "../pack-digits.ts";
import { type Quantized, quantize } from "../quantize.ts";

/**
 * How kernels and matrices are stored: in `float32`, in `float16`, or as whole numbers with a step for every output
 * channel, in eight bits or several in sixteen. By the numbers of a part:
 *
 * | | from 1,024 | from 32,768 | from 131,072 |
 * |---|---|---|---|
 * | `int8` | eight bits | eight bits | eight bits |
 * | `thirds` | `float16` | three in sixteen | three in sixteen |
 * | `quarters` | `float16` | three in sixteen | four in sixteen |
 * | `fifths` | eight bits | four in sixteen | five in sixteen |
 *
 * Smaller parts, biases and scales among them, keep their precision.
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

/** Kernels that are quantized already, by their index among the network's parameters in the order of declaration. */
export type QuantizedKernels = ReadonlyMap<number, Quantized>;

const [leastShortened, leastLarge, leastLargest] = [1024, 32_768, 131_072];

function formOf(storage: WeightStorage, size: number): Form {
	if (size < leastShortened) return "float32";
	const [small, large, largest] = forms[storage];
	return size < leastLarge ? small : size < leastLargest ? large : largest;
}

/** The largest whole number to which a part of so many numbers is quantized; undefined where it is not. */
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
 * @param given - What it was quantized to; without it every number goes to the nearest.
 * @returns Its name, float32.
 * @throws {RangeError} If `given` is not what the storage has room for.
 */
export function appendWeights(
	builder: GraphBuilder,
	data: Float32Array,
	shape: readonly number[],
	{ storage, given }: { readonly storage: WeightStorage; readonly given?: Quantized | undefined },
): string {
	const form = formOf(storage, data.length);
	// Kernels have their outputs first, matrices last.
	const axis = shape.length > 2 ? 0 : shape.length - 1;
	if (given !== undefined)
		checkRoom(given, data.length, shape[axis] as number, mostStored(storage, data.length));
	const toFloat32 = (name: string): string => builder.node("Cast", [name], { to: 1 });
	if (form === "float32") return builder.constant({ type: "float32", dims: shape, data });
	if (form === "float16") {
		return toFloat32(builder.constant({ type: "float16", dims: shape, data: float16Bits(data) }));
	}
	const { values, steps } = given ?? quantize(data, shape, axis, mostOf(form));
	const whole =
		form === "int8"
			? toFloat32(builder.constant({ type: "int8", dims: shape, data: values }))
			: appendDigits(builder, values, shape, form);
	const along = shape.map((_, i) => (i === axis ? steps.length : 1));
	const scale = builder.constant({ type: "float32", dims: along, data: Float32Array.from(steps) });
	return builder.node("Mul", [whole, scale]);
}

function checkRoom(
	{ values, steps }: Quantized,
	size: number,
	channels: number,
	most: number | undefined,
): void {
	if (most === undefined) {
		throw new RangeError(
			`appendNetwork: only parts that are stored as whole numbers may be quantized before, but one of ${size} numbers is not. Choose another storage, or leave it out.`,
		);
	}
	if (values.length !== size || steps.length !== channels) {
		throw new RangeError(
			`appendNetwork: a part of ${size} numbers and ${channels} channels must be quantized to as many, but has ${values.length} and ${steps.length}.`,
		);
	}
	const largest = values.reduce((reach, value) => Math.max(reach, Math.abs(value)), 0);
	if (largest > most) {
		throw new RangeError(
			`appendNetwork: a part of ${size} numbers must be quantized to whole numbers up to ${most}, but has ${largest}. Quantize it for its storage.`,
		);
	}
}
