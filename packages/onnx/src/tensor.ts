/** Element types of a tensor. No model of this project takes or gives float16 or uint16: they only store weights. */
export type TensorType =
	| "float32"
	| "float64"
	| "float16"
	| "int32"
	| "int64"
	| "uint8"
	| "int8"
	| "uint16"
	| "bool";

/** Typed arrays that hold a tensor's elements: int64 in BigInt64Array, bool in Uint8Array (0 or 1), float16 in bits. */
export type TensorData =
	| Float32Array
	| Float64Array
	| Uint16Array
	| Int32Array
	| BigInt64Array
	| Uint8Array
	| Int8Array;

/** Numbers with a shape, row-major. */
export interface OnnxTensor {
	readonly type: TensorType;
	readonly dims: readonly number[];
	/** Length is the product of `dims`. */
	readonly data: TensorData;
}

/** A float32 tensor over the given numbers (not copied). */
export function float32Tensor(data: Float32Array, dims: readonly number[]): OnnxTensor {
	return { type: "float32", dims, data };
}

/**
 * The numbers of a float32 tensor.
 *
 * @throws {TypeError} If the tensor is absent or of another type.
 */
export function float32Data(tensor: OnnxTensor | undefined, name: string): Float32Array {
	if (tensor?.data instanceof Float32Array) return tensor.data;
	throw new TypeError(
		`float32Data: "${name}" must be a float32 tensor, got ${tensor === undefined ? "none" : tensor.type}.`,
	);
}
