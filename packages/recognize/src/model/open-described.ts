import { UndertoneError } from "@undertone/core";
import { createSession, type OnnxModel, readOnnx, type Session } from "@undertone/onnx";
import { modelHash } from "./create-model-file.ts";
import { metadataKey } from "./model-metadata.ts";

/**
 * What a model file of any task says of itself, after checking that the file is whole; the model is not opened.
 *
 * @param parse - Reads the description and checks what it says.
 * @throws {UndertoneError} `model-damaged` if the file is cut short, changed, or does not describe itself;
 *   `model-external-data` if some of its numbers lie in another file; whatever `parse` throws.
 */
export function readDescription<Metadata extends { readonly name: string; readonly sha256: string }>(
	bytes: Uint8Array,
	parse: (json: string) => Metadata,
): Metadata {
	const file = wholeFile(bytes);
	const onnx = read(file);
	if (onnx.hasExternalData) {
		throw new UndertoneError(
			"model-external-data",
			"The model file must hold all of its numbers itself, but some lie in another file. " +
				"Save the model as one file without external data.",
		);
	}
	const json = onnx.metadata[metadataKey];
	if (json === undefined) {
		throw new UndertoneError(
			"model-damaged",
			"The model file is an ONNX model, but not one of Undertone's: it does not describe itself. " +
				"Choose a file made by undertone train.",
		);
	}
	const metadata = parse(json);
	if (modelHash(file, onnx.metadata, metadata.sha256) !== metadata.sha256) {
		throw new UndertoneError(
			"model-damaged",
			`The model file "${metadata.name}" is not as it was written: its hash differs. Fetch or train it again.`,
		);
	}
	return metadata;
}

/**
 * A model's graph, ready to run.
 *
 * @param inputs - What it must take.
 * @throws {UndertoneError} `model-damaged` if it takes something else, or does not give `probabilities`.
 */
export async function openGraph(bytes: Uint8Array, inputs: readonly string[]): Promise<Session> {
	const session = await createSession(wholeFile(bytes));
	const takes = inputs.every((name) => session.inputNames.includes(name));
	if (takes && session.outputNames.includes("probabilities")) return session;
	await session.release();
	throw new UndertoneError(
		"model-damaged",
		`The model's graph must take "${inputs.join('" and "')}" and give "probabilities", it takes ` +
			`${session.inputNames.join(", ")} and gives ${session.outputNames.join(", ")}. Train it again.`,
	);
}

/** A Node Buffer's slice() is a view, which readers of typed arrays do not expect. */
function wholeFile(bytes: Uint8Array): Uint8Array {
	return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function read(file: Uint8Array): OnnxModel {
	if (file.length === 0) {
		throw new UndertoneError("model-damaged", "The model file is empty. Fetch or train it again.");
	}
	try {
		return readOnnx(file);
	} catch (cause) {
		throw new UndertoneError(
			"model-damaged",
			"The model file is no whole ONNX model: it is cut short, or another kind of file. Fetch or train it again.",
			{ cause },
		);
	}
}
