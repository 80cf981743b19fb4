import type { GreyImage } from "@undertone/face";
import { float32Data, float32Tensor, type OnnxTensor } from "@undertone/onnx";
import { openGraph, readDescription } from "../model/open-described.ts";
import { type ExpressionMetadata, parseExpressionMetadata } from "./expression-metadata.ts";

/** A model of facial expressions, ready to score aligned faces. */
export interface ExpressionClassifier {
	readonly metadata: ExpressionMetadata;
	/**
	 * Probabilities, calibrated for all ways of looking together.
	 *
	 * @param crops - Grey, aligned by `alignFace` at the size of `metadata.input`.
	 * @param view - Which one of the model's ways of looking is taken, for a live camera, whose frames take turns in the
	 *   first `metadata.input.liveViews` of them; all together by default. Counted on past the last, it begins anew.
	 * @returns For every crop one probability a label, in the order of `metadata.labels`, that sum to 1.
	 * @throws {RangeError} If a crop is of another size.
	 */
	predict(crops: readonly GreyImage[], view?: number): Promise<Float32Array[]>;
	release(): Promise<void>;
}

/**
 * Opens a model file of facial expressions, after checking that it is whole.
 *
 * @param bytes - An `.onnx` file with the input `image` float32 `[N, 1, height, width]`, in format 2 `views` int64 `[2]`
 *   too, and the output `probabilities` `[N, labels]`, described under the metadata key `undertone`.
 * @throws {UndertoneError} `model-damaged` if it is cut short, changed, or no such file; `model-unknown-version` if it
 *   is of a later format or for another task.
 */
export async function createExpressionClassifier(bytes: Uint8Array): Promise<ExpressionClassifier> {
	const metadata = readExpressionMetadata(bytes);
	const { width, height, mean, deviation, views, liveViews = views } = metadata.input;
	const session = await openGraph(bytes, views === undefined ? ["image"] : ["image", "views"]);
	const labels = metadata.labels.length;
	return {
		metadata,
		predict: async (crops, view) => {
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
			const image = float32Tensor(values, [crops.length, 1, height, width]);
			const outputs = await session.run({
				image,
				...(liveViews === undefined
					? {}
					: { views: takenViews(view === undefined ? undefined : view % liveViews) }),
			});
			const probabilities = float32Data(outputs.probabilities, "probabilities");
			return crops.map((_, i) => probabilities.slice(i * labels, (i + 1) * labels));
		},
		release: () => session.release(),
	};
}

/** The input `views` of a graph of expressions: one way of looking, or all of them. */
export function takenViews(view?: number): OnnxTensor {
	const [from, to] = view === undefined ? [0, 2 ** 31 - 1] : [view, view + 1];
	return { type: "int64", dims: [2], data: BigInt64Array.of(BigInt(from), BigInt(to)) };
}

/**
 * What a model file of facial expressions says of itself, after checking that it is whole; it is not opened.
 *
 * @throws {UndertoneError} As {@link createExpressionClassifier}.
 */
export function readExpressionMetadata(bytes: Uint8Array): ExpressionMetadata {
	return readDescription(bytes, parseExpressionMetadata);
}
