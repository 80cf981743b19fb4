import { type Matrix, UndertoneError } from "@undertone/core";
import { float32Data, float32Tensor, type OnnxTensor } from "@undertone/onnx";
import { type FeatureSet, getFeatureSet } from "@undertone/speech";
import { type ModelInput, type ModelMetadata, parseModelMetadata } from "./model-metadata.ts";
import { openGraph, readDescription } from "./open-described.ts";

/** A model ready to score features. */
export interface SpeechModel {
	readonly metadata: ModelMetadata;
	/** The features it takes, ready to be computed. */
	readonly features: FeatureSet;
	/** The set of frames that it hears a clip by beside its features; null for most models. */
	readonly frames: FeatureSet | null;
	/**
	 * Calibrated probabilities.
	 *
	 * @param features - Raw features, shape `[n, f]`, NaN where undefined; of a set of frames, one clip's frames.
	 * @param frames - For a model with {@link frames}: those of the one clip that all rows are of, shape `[t, m]`.
	 * @returns Shape `[n, labels]`, rows that sum to 1; one row for a set of frames.
	 * @throws {RangeError} If features or frames have another width than the model takes, or frames are missing.
	 */
	predict(features: Matrix, frames?: Matrix | null): Promise<Matrix & { readonly data: Float32Array }>;
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
	const metadata = readModelMetadata(bytes);
	const features = findFeatures(metadata.name, metadata.features);
	const frames = metadata.frames === undefined ? null : findFeatures(metadata.name, metadata.frames);
	const session = await openGraph(bytes, frames === null ? ["features"] : ["features", "frames"]);
	const labels = metadata.labels.length;
	/** A matrix as an input of the graph; one clip's frames have an axis for the clip. */
	const feed = ({ rows, columns, data }: Matrix, input: ModelInput, ofClip: boolean): OnnxTensor => {
		const width = input.names.length;
		if (columns !== width) {
			throw new RangeError(
				`Model "${metadata.name}" takes ${width} ${ofClip ? "numbers a frame" : "features"} (${input.id}), got ${columns}. ` +
					`Extract them with ${input === metadata.features ? "model.features" : "model.frames"}.`,
			);
		}
		return float32Tensor(Float32Array.from(data), ofClip ? [1, rows, width] : [rows, width]);
	};
	return {
		metadata,
		features,
		frames,
		predict: async (matrix, clipFrames = null) => {
			const ofClip = features.kind === "frames";
			const feeds: Record<string, OnnxTensor> = { features: feed(matrix, metadata.features, ofClip) };
			if (metadata.frames !== undefined) {
				if (clipFrames === null) {
					throw new RangeError(
						`Model "${metadata.name}" hears the frames of a clip (${metadata.frames.id}) beside its features, got none. Extract them with model.frames.`,
					);
				}
				feeds.frames = feed(clipFrames, metadata.frames, true);
			}
			const outputs = await session.run(feeds);
			const rows = ofClip ? 1 : matrix.rows;
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
	return readDescription(bytes, parseModelMetadata);
}

function findFeatures(name: string, features: ModelInput): FeatureSet {
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
