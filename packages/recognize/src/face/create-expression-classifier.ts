import { UndertoneError } from "@undertone/core";
import type { GreyImage } from "@undertone/face";
import { createSession, float32Data, float32Tensor, readOnnx } from "@undertone/onnx";
import { modelHash } from "../model/create-model-file.ts";
import { metadataKey } from "../model/model-metadata.ts";
import { type ExpressionMetadata, parseExpressionMetadata } from "./expression-metadata.ts";

/** A model of facial expressions, ready to score aligned faces. */
export interface ExpressionClassifier {
	readonly metadata: ExpressionMetadata;
	/**
	 * Calibrated probabilities.
	 *
	 * @param crops - Grey, aligned by `alignFace` at the size of `metadata.input`.
	 * @returns For every crop one probability a label, in the order of `metadata.labels`, that sum to 1.
	 * @throws {RangeError} If a crop is of another size.
	 */
	predict(crops: readonly GreyImage[]): Promise<Float32Array[]>;
	release(): Promise<void>;
}

/**
 * Opens a model file of facial expressions, after checking that it is whole.
 *
 * @param bytes - An `.onnx` file with the input `image` float32 `[N, 1, height, width]` and the output
 *   `probabilities` `[N, labels]`, described under the metadata key `undertone`.
 * @throws {UndertoneError} `model-damaged` if it is cut short, changed, or no such file; `model-unknown-version` if it
 *   is of a later format or for another task.
 */
export async function createExpressionClassifier(bytes: Uint8Array): Promise<ExpressionClassifier> {
	// A Node Buffer's slice() is a view, which readers of typed arrays do not expect.
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const metadata = readExpressionMetadata(file);
	const session = await createSession(file);
	if (!session.inputNames.includes("image") || !session.outputNames.includes("probabilities")) {
		await session.release();
		throw new UndertoneError(
			"model-damaged",
			`The model's graph must take "image" and give "probabilities", it takes ` +
				`${session.inputNames.join(", ")} and gives ${session.outputNames.join(", ")}. Train it again.`,
		);
	}
	const { width, height, mean, deviation } = metadata.input;
	const labels = metadata.labels.length;
	return {
		metadata,
		predict: async (crops) => {
			if (crops.length === 0) return [];
			const values = new Float32Array(crops.length * width * height);
			for (const [i, crop] of crops.entries()) {
				if (crop.width !== width || crop.height !== height) {
					throw new RangeError(
						`Model "${metadata.name}" takes pictures of ${width} × ${height}, got ${crop.width} × ${crop.height}. Align the face at that size.`,
					);
				}
				for (let p = 0; p < width * height; p++) {
					values[i * width * height + p] = ((crop.data[p] as number) / 255 - mean) / deviation;
				}
			}
			const outputs = await session.run({ image: float32Tensor(values, [crops.length, 1, height, width]) });
			const probabilities = float32Data(outputs.probabilities, "probabilities");
			return crops.map((_, i) => probabilities.slice(i * labels, (i + 1) * labels));
		},
		release: () => session.release(),
	};
}

/**
 * What a model file of facial expressions says of itself, after checking that it is whole; it is not opened.
 *
 * @throws {UndertoneError} As {@link createExpressionClassifier}.
 */
export function readExpressionMetadata(bytes: Uint8Array): ExpressionMetadata {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { metadata: entries } = readOnnx(file);
	const json = entries[metadataKey];
	if (json === undefined) {
		throw new UndertoneError(
			"model-damaged",
			`The model file must describe itself under "${metadataKey}", and does not. Choose a file that undertone train made.`,
		);
	}
	const metadata = parseExpressionMetadata(json);
	if (modelHash(file, entries, metadata.sha256) !== metadata.sha256) {
		throw new UndertoneError(
			"model-damaged",
			"The model file has been changed since it was made: its hash differs. Fetch or train it again.",
		);
	}
	return metadata;
}
