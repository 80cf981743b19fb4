import type { Emotion, Scores } from "@undertone/core";
import { float32Data, float32Tensor } from "@undertone/onnx";
import { openGraph, readDescription } from "../model/open-described.ts";
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
	const metadata = readFusionMetadata(bytes);
	const session = await openGraph(bytes, ["features"]);
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
	return readDescription(bytes, parseFusionMetadata);
}

function checkSource(scores: Scores, { name, labels }: FusionMetadata): void {
	const known = Object.keys(scores) as Emotion[];
	if (known.length === labels.length && labels.every((label) => scores[label] !== undefined)) return;
	throw new RangeError(
		`Model "${name}" fuses scores of ${labels.join(", ")}, got ${known.join(", ")}. Use models of these labels.`,
	);
}
