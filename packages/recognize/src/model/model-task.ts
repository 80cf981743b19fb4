import { readOnnx } from "@undertone/onnx";
import { metadataKey, object, parseJson } from "./model-metadata.ts";

/**
 * What a model file is for, as it says: `speech-emotion`, `face-expression`; null where it says nothing.
 *
 * @throws {UndertoneError} `model-damaged` if it is no ONNX model, or its description is not JSON.
 */
export function modelTask(bytes: Uint8Array): string | null {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const json = readOnnx(file).metadata[metadataKey];
	if (json === undefined) return null;
	const { task } = object(parseJson(json), "the description");
	return typeof task === "string" ? task : null;
}
