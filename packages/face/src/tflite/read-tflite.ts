import { UndertoneError } from "@undertone/core";
import { type FlatTable, readFlatbuffer } from "./flatbuffer.ts";

/** A TensorFlow Lite graph: tensors by index, operators in order. */
export interface TfliteGraph {
	readonly tensors: readonly TfliteTensor[];
	readonly operators: readonly TfliteOperator[];
	/** Indices into `tensors`. */
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
}

interface TfliteTensor {
	readonly name: string;
	readonly shape: readonly number[];
	/** The numbers of a constant (half precision widened to single), or null for a computed tensor. */
	readonly constant: Float32Array | Int32Array | null;
}

export interface TfliteOperator {
	/** Number in TensorFlow Lite's `BuiltinOperator`. */
	readonly code: number;
	readonly inputs: readonly number[];
	readonly outputs: readonly number[];
	readonly options: FlatTable | undefined;
}

/**
 * Reads a `.tflite` file of one subgraph with constants in single or half precision or 32-bit integers.
 *
 * @throws {UndertoneError} `model-damaged` if the bytes are no such file.
 * @see TensorFlow Lite's schema, version 3 (field numbers)
 */
export function readTflite(bytes: Uint8Array): TfliteGraph {
	if (new TextDecoder().decode(bytes.subarray(4, 8)) !== "TFL3") {
		throw new UndertoneError(
			"model-damaged",
			`readTflite: a TensorFlow Lite file has "TFL3" at byte 4, this one (${bytes.length} bytes) has not.`,
		);
	}
	try {
		return readModel(readFlatbuffer(bytes));
	} catch (cause) {
		if (cause instanceof UndertoneError) throw cause;
		throw new UndertoneError(
			"model-damaged",
			"readTflite: the TensorFlow Lite file is cut short or damaged.",
			{
				cause,
			},
		);
	}
}

function readModel(model: FlatTable): TfliteGraph {
	const codes = model.tables(1).map((code) => Math.max(code.uint8(0), code.int32(3)));
	const buffers = model.tables(4);
	const graphs = model.tables(2);
	const graph = graphs[0];
	if (graph === undefined || graphs.length !== 1) {
		throw new UndertoneError(
			"model-damaged",
			`readTflite: one subgraph is read, the file has ${graphs.length}.`,
		);
	}
	return {
		tensors: graph.tables(0).map((tensor) => ({
			name: tensor.text(3),
			shape: [...tensor.int32s(0)],
			constant: readConstant(buffers[tensor.uint32(2)]?.bytes(0) ?? new Uint8Array(0), tensor.uint8(1)),
		})),
		operators: graph.tables(3).map((operator) => ({
			code: codes[operator.uint32(0)] ?? -1,
			inputs: [...operator.int32s(1)],
			outputs: [...operator.int32s(2)],
			options: operator.table(4),
		})),
		inputs: [...graph.int32s(1)],
		outputs: [...graph.int32s(2)],
	};
}

function readConstant(bytes: Uint8Array, type: number): Float32Array | Int32Array | null {
	if (bytes.length === 0) return null;
	const buffer = bytes.slice().buffer;
	if (type === 0) return new Float32Array(buffer);
	if (type === 1) return Float32Array.from(new Uint16Array(buffer), halfToSingle);
	if (type === 2) return new Int32Array(buffer);
	throw new UndertoneError(
		"model-damaged",
		`readTflite: tensors of type ${type} are not read, only 0, 1 and 2.`,
	);
}

/** IEEE 754 half precision, given as its 16 bits. */
function halfToSingle(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >> 10) & 0x1f;
	const fraction = bits & 0x3ff;
	if (exponent === 0) return sign * fraction * 2 ** -24;
	if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
	return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
