import { type Matrix, UndertoneError } from "@undertone/core";
import { createSession, float32Data, float32Tensor, type OnnxModel, readOnnx } from "@undertone/onnx";
import { type FeatureSet, getFeatureSet } from "@undertone/speech";
import { modelHash } from "./create-model-file.ts";
import { type ModelMetadata, metadataKey, parseModelMetadata } from "./model-metadata.ts";

/** A model ready to score features. */
export interface SpeechModel {
	readonly metadata: ModelMetadata;
	/** The features it takes, ready to be computed. */
	readonly features: FeatureSet;
	/**
	 * Calibrated probabilities.
	 *
	 * @param features - Raw features, shape `[n, f]`, NaN where undefined; of a set of frames, one clip's frames.
	 * @returns Shape `[n, labels]`, rows that sum to 1; one row for a set of frames.
	 */
	predict(features: Matrix): Promise<Matrix & { readonly data: Float32Array }>;
	/** Frees the memory. */
	release(): Promise<void>;
}

/**
 * Opens a model file, after checking that it is whole and that this program can run it.
 *
 * @param bytes - An `.onnx` file made by `createModelFile`.
 * @throws {UndertoneError} `model-damaged` if it is cut short, changed, or no such file;
 *   `model-unknown-version` if it is of a later format; `model-unknown-features` if it needs features that
 *   this program does not have; `model-external-data` if some of its numbers lie in another file.
 */
export async function loadModel(bytes: Uint8Array): Promise<SpeechModel> {
	// A Node Buffer's slice() is a view, which readers of typed arrays do not expect.
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const metadata = readModelMetadata(file);
	const features = findFeatures(metadata);
	const session = await createSession(file);
	if (!session.inputNames.includes("features") || !session.outputNames.includes("probabilities")) {
		await session.release();
		throw new UndertoneError(
			"model-damaged",
			`The model's graph must take "features" and give "probabilities", it takes ` +
				`${session.inputNames.join(", ")} and gives ${session.outputNames.join(", ")}. Train it again.`,
		);
	}
	const columns = metadata.features.names.length;
	const labels = metadata.labels.length;
	return {
		metadata,
		features,
		predict: async (matrix) => {
			if (matrix.columns !== columns) {
				throw new RangeError(
					`Model "${metadata.name}" takes ${columns} features (${metadata.features.id}), got ${matrix.columns}. ` +
						"Extract features with model.features.",
				);
			}
			const frames = features.kind === "frames";
			const rows = frames ? 1 : matrix.rows;
			const dims = frames ? [1, matrix.rows, columns] : [rows, columns];
			const outputs = await session.run({ features: float32Tensor(Float32Array.from(matrix.data), dims) });
			return { rows, columns: labels, data: float32Data(outputs.probabilities, "probabilities") };
		},
		release: () => session.release(),
	};
}

/**
 * What a model file says of itself, after checking that the file is whole; the model is not opened.
 *
 * @throws {UndertoneError} As {@link loadModel}, except for unknown features.
 */
export function readModelMetadata(bytes: Uint8Array): ModelMetadata {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
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
	const metadata = parseModelMetadata(json);
	if (modelHash(file, onnx.metadata, metadata.sha256) !== metadata.sha256) {
		throw new UndertoneError(
			"model-damaged",
			`The model file "${metadata.name}" is not as it was written: its hash differs. Fetch or train it again.`,
		);
	}
	return metadata;
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

function findFeatures({ name, features }: ModelMetadata): FeatureSet {
	let found: FeatureSet;
	try {
		found = getFeatureSet(features.id);
	} catch (cause) {
		throw new UndertoneError(
			"model-unknown-features",
			`Model "${name}" needs the feature set "${features.id}", which this program does not have. ` +
				"Update Undertone, or choose another model.",
			{ cause },
		);
	}
	const names = found.features.map((feature) => feature.name);
	const same =
		found.id === features.id &&
		found.sampleRate === features.sampleRate &&
		names.length === features.names.length &&
		names.every((feature, i) => feature === features.names[i]);
	if (same) return found;
	throw new UndertoneError(
		"model-unknown-features",
		`Model "${name}" takes ${features.names.length} features of "${features.id}" at ${features.sampleRate} Hz, ` +
			`but here "${found.id}" has ${names.length} at ${found.sampleRate} Hz, or others. Train it again.`,
	);
}
