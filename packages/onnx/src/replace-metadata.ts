import { ProtobufWriter } from "./protobuf/protobuf-writer.ts";
import { readFields } from "./protobuf/read-fields.ts";
import { writeMetadata } from "./write-onnx.ts";

/**
 * The same model with other metadata; every other byte stays as it was.
 *
 * @param metadata - Takes the place of all entries of `metadata_props`.
 * @throws {UndertoneError} `model-damaged` if the bytes are no protobuf.
 */
export function replaceMetadata(
	model: Uint8Array,
	metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
	const kept = [...readFields(model)]
		.filter((field) => field.number !== 14)
		.map((field) => model.subarray(field.start, field.end));
	const writer = new ProtobufWriter();
	writeMetadata(writer, metadata);
	const parts = [...kept, writer.finish()];
	const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}
