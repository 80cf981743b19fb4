import { readOnnx, replaceMetadata } from "@undertone/onnx";
import { type ModelMetadata, metadataKey, parseModelMetadata } from "./model-metadata.ts";
import { sha256 } from "./sha256.ts";

/** What the caller knows of a model; format, task and hash are filled in here. */
export type ModelDescription = Omit<ModelMetadata, "format" | "task" | "sha256">;

/**
 * A model file: a graph that describes itself.
 *
 * @param graph - An `.onnx` file with the input `features` float32 `[N, f]` (raw features: imputation and
 *   scaling are inside) and the output `probabilities` `[N, labels]`, calibrated. With `description.frames` it has
 *   the input `frames` float32 `[1, T, numbers]` too, of one clip, which all rows of `features` are of.
 * @returns The bytes to store. The same graph and description give the same bytes.
 * @throws {UndertoneError} `model-damaged` if the description lacks a part or its parts do not fit.
 */
export function createModelFile(graph: Uint8Array, description: ModelDescription): Uint8Array<ArrayBuffer> {
	const format = description.frames === undefined ? 1 : 2;
	const metadata: ModelMetadata = { format, task: "speech-emotion", ...description, sha256: "" };
	parseModelMetadata(JSON.stringify(metadata));
	return sealModelFile(graph, { ...metadata });
}

/**
 * Writes a description of any task, whose field `sha256` is empty, into a graph, with the hash of the whole.
 *
 * @returns The bytes to store.
 */
export function sealModelFile(
	graph: Uint8Array,
	metadata: { readonly sha256: string; readonly [part: string]: unknown },
): Uint8Array<ArrayBuffer> {
	const json = JSON.stringify(metadata);
	const others = readOnnx(graph).metadata;
	const unsigned = replaceMetadata(graph, { ...others, [metadataKey]: json });
	const signed = JSON.stringify({ ...metadata, sha256: sha256(unsigned) });
	return replaceMetadata(unsigned, { ...others, [metadataKey]: signed });
}

/**
 * The hash that a model file should carry: SHA-256 of the file with the field `sha256` empty.
 *
 * @param file - The file's bytes.
 * @param metadata - All of its `metadata_props`, in their order.
 * @param claimed - The hash that it carries.
 */
export function modelHash(
	file: Uint8Array,
	metadata: Readonly<Record<string, string>>,
	claimed: string,
): string {
	const json = metadata[metadataKey] ?? "";
	const emptied = json.replace(`"sha256":"${claimed}"`, `"sha256":""`);
	return sha256(replaceMetadata(file, { ...metadata, [metadataKey]: emptied }));
}
