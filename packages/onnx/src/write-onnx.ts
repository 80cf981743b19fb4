import { dataTypes } from "./data-types.ts";
import type { AttributeValue, OnnxGraph, OnnxNode, ValueInfo } from "./model.ts";
import { ProtobufWriter } from "./protobuf/protobuf-writer.ts";
import type { OnnxTensor } from "./tensor.ts";

/** Operator sets that {@link writeOnnx} declares. */
const opsets: Readonly<Record<string, number>> = { "": 20, "ai.onnx.ml": 3 };

/**
 * A graph as the bytes of an `.onnx` file (IR version 9, operator set 20, ai.onnx.ml 3).
 *
 * The same graph and metadata give the same bytes.
 *
 * @param options.metadata - Entries of `metadata_props`, in this order.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto for the field numbers
 */
export function writeOnnx(
	graph: OnnxGraph,
	{ metadata = {} }: { readonly metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array<ArrayBuffer> {
	const writer = new ProtobufWriter();
	writer.int(1, 9);
	writer.string(2, "undertone");
	writer.message(7, (inner) => writeGraph(inner, graph));
	for (const [domain, version] of Object.entries(opsets)) {
		if (domain !== "" && !graph.nodes.some((node) => node.domain === domain)) continue;
		writer.message(8, (inner) => {
			inner.string(1, domain);
			inner.int(2, version);
		});
	}
	writeMetadata(writer, metadata);
	return writer.finish().slice();
}

/** Entries of `metadata_props` (field 14 of a model). */
export function writeMetadata(writer: ProtobufWriter, metadata: Readonly<Record<string, string>>): void {
	for (const [key, value] of Object.entries(metadata)) {
		writer.message(14, (inner) => {
			inner.string(1, key);
			inner.string(2, value);
		});
	}
}

function writeGraph(writer: ProtobufWriter, graph: OnnxGraph): void {
	for (const node of graph.nodes) writer.message(1, (inner) => writeNode(inner, node));
	writer.string(2, graph.name);
	for (const { name, tensor } of graph.initializers) {
		writer.message(5, (inner) => writeTensor(inner, tensor, name));
	}
	for (const value of graph.inputs) writer.message(11, (inner) => writeValue(inner, value));
	for (const value of graph.outputs) writer.message(12, (inner) => writeValue(inner, value));
}

function writeNode(writer: ProtobufWriter, node: OnnxNode): void {
	for (const name of node.inputs) writer.string(1, name);
	for (const name of node.outputs) writer.string(2, name);
	writer.string(4, node.op);
	for (const [name, value] of Object.entries(node.attributes)) {
		writer.message(5, (inner) => writeAttribute(inner, name, value));
	}
	if (node.domain !== "") writer.string(7, node.domain);
}

/** The last number is AttributeProto.AttributeType. */
function writeAttribute(writer: ProtobufWriter, name: string, value: AttributeValue): void {
	writer.string(1, name);
	if ("float" in value) {
		writer.float(2, value.float);
		writer.int(20, 1);
	} else if ("int" in value) {
		writer.int(3, value.int);
		writer.int(20, 2);
	} else if ("string" in value) {
		writer.string(4, value.string);
		writer.int(20, 3);
	} else if ("tensor" in value) {
		writer.message(5, (inner) => writeTensor(inner, value.tensor));
		writer.int(20, 4);
	} else if ("graph" in value) {
		writer.message(6, (inner) => writeGraph(inner, value.graph));
		writer.int(20, 5);
	} else if ("floats" in value) {
		writer.floats(7, value.floats);
		writer.int(20, 6);
	} else if ("ints" in value) {
		writer.ints(8, value.ints);
		writer.int(20, 7);
	} else {
		for (const item of value.strings) writer.string(9, item);
		writer.int(20, 8);
	}
}

function writeTensor(writer: ProtobufWriter, tensor: OnnxTensor, name?: string): void {
	const { code, bytes } = dataTypes[tensor.type];
	const size = tensor.dims.reduce((product, dimension) => product * dimension, 1);
	if (size !== tensor.data.length || tensor.data.BYTES_PER_ELEMENT !== bytes) {
		throw new RangeError(
			`writeOnnx: tensor "${name ?? ""}" of type ${tensor.type} and shape [${tensor.dims.join(", ")}] must ` +
				`hold ${size} elements of ${bytes} bytes, got ${tensor.data.length} of ${tensor.data.BYTES_PER_ELEMENT}.`,
		);
	}
	if (tensor.dims.length > 0) writer.ints(1, tensor.dims);
	writer.int(2, code);
	if (name !== undefined) writer.string(8, name);
	writer.bytes(9, new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength));
}

function writeValue(writer: ProtobufWriter, value: ValueInfo): void {
	writer.string(1, value.name);
	const { type } = value;
	if (type === "other") {
		throw new RangeError(
			`writeOnnx: "${value.name}" must be of one of ${Object.keys(dataTypes).join(", ")}, got "other".`,
		);
	}
	writer.message(2, (typeProto) =>
		typeProto.message(1, (tensorType) => {
			tensorType.int(1, dataTypes[type].code);
			tensorType.message(2, (shape) => {
				for (const dimension of value.dims) {
					shape.message(1, (inner) => {
						if (typeof dimension === "number") inner.int(1, dimension);
						else inner.string(2, dimension);
					});
				}
			});
		}),
	);
}
