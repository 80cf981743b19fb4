import { UndertoneError } from "@undertone/core";
import { dataTypeOf, dataTypes } from "./data-types.ts";
import type { AttributeValue, Initializer, OnnxGraph, OnnxModel, OnnxNode, ValueInfo } from "./model.ts";
import { type ProtobufField, readFields, readFloats, readInts } from "./protobuf/read-fields.ts";
import type { OnnxTensor, TensorData } from "./tensor.ts";

const decoder = new TextDecoder();
const text = (field: ProtobufField): string => decoder.decode(field.bytes);

/** What a reading notices on its way. */
interface Notes {
	externalData: boolean;
}

/**
 * Reads an `.onnx` file: metadata, operator sets and graph.
 *
 * Tensors of element types that this project has no use for (strings, half precision) are listed with no
 * elements. Whether onnxruntime can run the graph is not judged here.
 *
 * @throws {UndertoneError} `model-damaged` if the bytes are no ONNX model, or cut short.
 */
export function readOnnx(bytes: Uint8Array): OnnxModel {
	const notes: Notes = { externalData: false };
	const metadata: Record<string, string> = {};
	const opsets: Record<string, number> = {};
	let irVersion = 0;
	let producer = "";
	let graph: OnnxGraph | undefined;
	for (const field of readFields(bytes)) {
		if (field.number === 1) irVersion = field.int;
		else if (field.number === 2) producer = text(field);
		else if (field.number === 7) graph = readGraph(field.bytes, notes);
		else if (field.number === 8) {
			const { string, int } = pair(field.bytes);
			opsets[string] = int;
		} else if (field.number === 14) {
			const { string, second } = pair(field.bytes);
			metadata[string] = second;
		} else if (field.number === 25) readFunction(field.bytes, notes);
	}
	if (graph === undefined || irVersion < 1) {
		throw new UndertoneError(
			"model-damaged",
			"The model file must be an ONNX model with a graph, got none. Fetch or train it again.",
		);
	}
	return {
		irVersion,
		producer,
		opsets,
		metadata,
		graph,
		inputs: graph.inputs,
		outputs: graph.outputs,
		hasExternalData: notes.externalData,
	};
}

function pair(bytes: Uint8Array): { string: string; second: string; int: number } {
	let string = "";
	let second = "";
	let int = 0;
	for (const field of readFields(bytes)) {
		if (field.number === 1) string = text(field);
		else if (field.delimited) second = text(field);
		else int = field.int;
	}
	return { string, second, int };
}

function readGraph(bytes: Uint8Array, notes: Notes): OnnxGraph {
	const nodes: OnnxNode[] = [];
	const initializers: Initializer[] = [];
	const inputs: ValueInfo[] = [];
	const outputs: ValueInfo[] = [];
	let name = "";
	for (const field of readFields(bytes)) {
		if (field.number === 1) nodes.push(readNode(field.bytes, notes));
		else if (field.number === 2) name = text(field);
		else if (field.number === 5) initializers.push(readTensor(field.bytes, notes));
		else if (field.number === 11) inputs.push(readValue(field.bytes));
		else if (field.number === 12) outputs.push(readValue(field.bytes));
		else if (field.number === 15) {
			// A sparse initializer: values and indices are tensors of their own.
			for (const part of readFields(field.bytes)) if (part.delimited) readTensor(part.bytes, notes);
		}
	}
	return { name, inputs, outputs, initializers, nodes };
}

function readFunction(bytes: Uint8Array, notes: Notes): void {
	for (const field of readFields(bytes)) if (field.number === 7) readNode(field.bytes, notes);
}

function readNode(bytes: Uint8Array, notes: Notes): OnnxNode {
	const inputs: string[] = [];
	const outputs: string[] = [];
	const attributes: Record<string, AttributeValue> = {};
	let op = "";
	let domain = "";
	for (const field of readFields(bytes)) {
		if (field.number === 1) inputs.push(text(field));
		else if (field.number === 2) outputs.push(text(field));
		else if (field.number === 4) op = text(field);
		else if (field.number === 5) {
			const { name, value } = readAttribute(field.bytes, notes);
			attributes[name] = value;
		} else if (field.number === 7) domain = text(field);
	}
	return { op, domain, inputs, outputs, attributes };
}

function readAttribute(bytes: Uint8Array, notes: Notes): { name: string; value: AttributeValue } {
	let name = "";
	let value: AttributeValue = { int: 0 };
	const ints: number[] = [];
	const floats: number[] = [];
	const strings: string[] = [];
	let type = 0;
	for (const field of readFields(bytes)) {
		if (field.number === 1) name = text(field);
		else if (field.number === 2) value = { float: readFloats(field)[0] ?? 0 };
		else if (field.number === 3) value = { int: field.int };
		else if (field.number === 4) value = { string: text(field) };
		else if (field.number === 5) value = { tensor: readTensor(field.bytes, notes).tensor };
		else if (field.number === 6) value = { graph: readGraph(field.bytes, notes) };
		else if (field.number === 7) for (const item of readFloats(field)) floats.push(item);
		else if (field.number === 8) for (const item of readInts(field)) ints.push(item);
		else if (field.number === 9) strings.push(text(field));
		else if (field.number === 10) readTensor(field.bytes, notes);
		else if (field.number === 11) readGraph(field.bytes, notes);
		else if (field.number === 20) type = field.int;
	}
	if (type === 6) value = { floats };
	if (type === 7) value = { ints };
	if (type === 8) value = { strings };
	return { name, value };
}

function readTensor(bytes: Uint8Array, notes: Notes): Initializer {
	const dims: number[] = [];
	let code = 0;
	let name = "";
	let raw: Uint8Array | undefined;
	const floats: number[] = [];
	const ints: number[] = [];
	for (const field of readFields(bytes)) {
		if (field.number === 1) dims.push(...readInts(field));
		else if (field.number === 2) code = field.int;
		else if (field.number === 4) for (const item of readFloats(field)) floats.push(item);
		else if (field.number === 5 || field.number === 7) for (const item of readInts(field)) ints.push(item);
		else if (field.number === 8) name = text(field);
		else if (field.number === 9) raw = field.bytes;
		else if (field.number === 10) {
			const whole = field.bytes.length - (field.bytes.length % 8);
			for (const item of new Float64Array(field.bytes.slice(0, whole).buffer)) floats.push(item);
		} else if (field.number === 13) notes.externalData = true;
		else if (field.number === 14 && field.int === 1) notes.externalData = true;
	}
	const type = dataTypeOf(code);
	if (type === undefined) return { name, tensor: { type: "uint8", dims: [0], data: new Uint8Array(0) } };
	return { name, tensor: { type, dims, data: elements(type, raw, floats, ints) } };
}

function elements(
	type: OnnxTensor["type"],
	raw: Uint8Array | undefined,
	floats: readonly number[],
	ints: readonly number[],
): TensorData {
	const { bytes, create } = dataTypes[type];
	if (raw !== undefined) {
		return create(raw.slice(0, raw.length - (raw.length % bytes)).buffer as ArrayBuffer);
	}
	if (type === "int64") return BigInt64Array.from(ints, BigInt);
	const numbers = type === "float32" || type === "float64" ? floats : ints;
	const data = create(new ArrayBuffer(numbers.length * bytes));
	if (!(data instanceof BigInt64Array)) data.set(numbers);
	return data;
}

function readValue(bytes: Uint8Array): ValueInfo {
	let name = "";
	let type: ValueInfo["type"] = "other";
	const dims: (number | string)[] = [];
	for (const field of readFields(bytes)) {
		if (field.number === 1) name = text(field);
		if (field.number !== 2) continue;
		for (const kind of readFields(field.bytes)) {
			if (kind.number !== 1) continue;
			for (const part of readFields(kind.bytes)) {
				if (part.number === 1) type = dataTypeOf(part.int) ?? "other";
				else if (part.number === 2) dims.push(...readShape(part.bytes));
			}
		}
	}
	return { name, type, dims };
}

function readShape(bytes: Uint8Array): (number | string)[] {
	const dims: (number | string)[] = [];
	for (const dimension of readFields(bytes)) {
		let size: number | string = "?";
		for (const field of readFields(dimension.bytes)) {
			if (field.number === 1) size = field.int;
			else if (field.number === 2) size = text(field);
		}
		dims.push(size);
	}
	return dims;
}
