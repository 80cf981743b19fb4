import type { TensorData, TensorType } from "./tensor.ts";

interface DataType {
	/** Number in ONNX's TensorProto.DataType. */
	readonly code: number;
	readonly bytes: number;
	readonly create: (buffer: ArrayBuffer) => TensorData;
}

/** How each element type is stored. */
export const dataTypes: Readonly<Record<TensorType, DataType>> = {
	float32: { code: 1, bytes: 4, create: (buffer) => new Float32Array(buffer) },
	uint8: { code: 2, bytes: 1, create: (buffer) => new Uint8Array(buffer) },
	int8: { code: 3, bytes: 1, create: (buffer) => new Int8Array(buffer) },
	uint16: { code: 4, bytes: 2, create: (buffer) => new Uint16Array(buffer) },
	int32: { code: 6, bytes: 4, create: (buffer) => new Int32Array(buffer) },
	int64: { code: 7, bytes: 8, create: (buffer) => new BigInt64Array(buffer) },
	bool: { code: 9, bytes: 1, create: (buffer) => new Uint8Array(buffer) },
	float16: { code: 10, bytes: 2, create: (buffer) => new Uint16Array(buffer) },
	float64: { code: 11, bytes: 8, create: (buffer) => new Float64Array(buffer) },
};

/** The element type with a number of TensorProto.DataType, or undefined where this project has no use for it. */
export function dataTypeOf(code: number): TensorType | undefined {
	for (const [name, type] of Object.entries(dataTypes)) {
		if (type.code === code) return name as TensorType;
	}
	return undefined;
}
