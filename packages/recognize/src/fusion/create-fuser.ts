import { type Emotion, type Scores, UndertoneError } from "@undertone/core";
import { createSession, float32Data, float32Tensor, readOnnx } from "@undertone/onnx";
import { modelHash } from "../model/create-model-file.ts";
import { metadataKey } from "../model/model-metadata.ts";
import { type FusionInput, fuseScores, sourceWeights } from "./fuse-scores.ts";
import { type FusionMetadata, parseFusionMetadata } from "./fusion-metadata.ts";
import { scoreFeatures } from "./score-features.ts";

/** A model that puts the calibrated scores of a voice and a face together. */
export interface Fuser {
	readonly metadata: FusionMetadata;
	/**
	 * One answer of both. Where only one of them counts (see `sourceWeights`) its own scores are the answer.
	 *
	 * @returns Scores that sum to 1; null where there is neither.
	 * @throws {RangeError} If a source knows other labels than the model.
	 */
	fuse(voice: FusionInput, face: FusionInput): Promise<Scores | null>;
	release(): Promise<void>;
}

/**
 * Opens a model file of fusion, after checking that it is whole.
 *
 * @param bytes - An `.onnx` file with the input `features` float32 `[N, 2 · labels]`, see {@link scoreFeatures}, and the
 *   output `probabilities` `[N, labels]`, described under the metadata key `undertone`.
 * @throws {UndertoneError} `model-damaged` if it is cut short, changed, or no such file; `model-unknown-version` if it
 *   is of a later format or for another task.
 */
export async function createFuser(bytes: Uint8Array): Promise<Fuser> {
	// A Node Buffer's slice() is a view, which readers of typed arrays do not expect.
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const metadata = readFusionMetadata(file);
	const session = await createSession(file);
	if (!session.inputNames.includes("features") || !session.outputNames.includes("probabilities")) {
		await session.release();
		throw new UndertoneError(
			"model-damaged",
			`The model's graph must take "features" and give "probabilities", it takes ` +
				`${session.inputNames.join(", ")} and gives ${session.outputNames.join(", ")}. Train it again.`,
		);
	}
	const { labels } = metadata;
	return {
		metadata,
		fuse: async (voice, face) => {
			const inputs = [voice, face];
			for (const { scores } of inputs) if (scores !== null) checkSource(scores, metadata);
			if (sourceWeights(inputs).includes(0)) return fuseScores(inputs);
			const features = float32Tensor(scoreFeatures(inputs, labels), [1, 2 * labels.length]);
			const { probabilities } = await session.run({ features });
			const values = float32Data(probabilities, "probabilities");
			return Object.fromEntries(labels.map((label, c) => [label, values[c] as number]));
		},
		release: () => session.release(),
	};
}

/**
 * What a model file of fusion says of itself, after checking that it is whole; it is not opened.
 *
 * @throws {UndertoneError} As {@link createFuser}.
 */
export function readFusionMetadata(bytes: Uint8Array): FusionMetadata {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { metadata: entries } = readOnnx(file);
	const json = entries[metadataKey];
	if (json === undefined) {
		throw new UndertoneError(
			"model-damaged",
			`The model file must describe itself under "${metadataKey}", and does not. Choose a file that undertone train made.`,
		);
	}
	const metadata = parseFusionMetadata(json);
	if (modelHash(file, entries, metadata.sha256) === metadata.sha256) return metadata;
	throw new UndertoneError(
		"model-damaged",
		"The model file has been changed since it was made: its hash differs. Fetch or train it again.",
	);
}

function checkSource(scores: Scores, { name, labels }: FusionMetadata): void {
	const known = Object.keys(scores) as Emotion[];
	if (known.length === labels.length && labels.every((label) => scores[label] !== undefined)) return;
	throw new RangeError(
		`Model "${name}" fuses scores of ${labels.join(", ")}, got ${known.join(", ")}. Use models of these labels.`,
	);
}
