import { UndertoneError } from "@undertone/core";
import { openSession } from "#runtime";
import { readOnnx } from "./read-onnx.ts";
import type { Session, SessionOptions } from "./runtime.ts";

/**
 * Opens a model for running: onnxruntime-node in Node, onnxruntime-web in a page.
 *
 * @param bytes - An `.onnx` file that holds all of its numbers itself.
 * @throws {UndertoneError} `model-damaged` if the bytes are no ONNX model or onnxruntime refuses it,
 *   `model-external-data` if some of its numbers lie in another file.
 */
export async function createSession(bytes: Uint8Array, options: SessionOptions = {}): Promise<Session> {
	if (readOnnx(bytes).hasExternalData) {
		throw new UndertoneError(
			"model-external-data",
			"The model file must hold all of its numbers itself, but some lie in another file. " +
				"Save the model as one file without external data.",
		);
	}
	try {
		return await openSession(bytes, options);
	} catch (cause) {
		throw new UndertoneError(
			"model-damaged",
			`The model file must be one that onnxruntime can run, but it says: ${sentence(cause)}`,
			{ cause },
		);
	}
}

function sentence(cause: unknown): string {
	return cause instanceof Error ? cause.message : String(cause);
}
