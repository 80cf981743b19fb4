import type { Matrix } from "@undertone/core";
import type { FacePicture } from "@undertone/corpora";
import { createSession, float32Data, float32Tensor, type OnnxTensor } from "@undertone/onnx";
import { takenViews } from "@undertone/recognize";
import { faceSide } from "./face-network.ts";

/** Pictures that are run at once. */
const chunk = 64;

/**
 * What a face model file says of pictures.
 *
 * @returns Probabilities, shape `[pictures, labels]`.
 */
export async function predictFaces(
	model: Uint8Array,
	pictures: readonly FacePicture[],
	columns: number,
): Promise<Matrix> {
	const session = await createSession(model);
	// A file of format 1 has no choice of views.
	const views: Record<string, OnnxTensor> = session.inputNames.includes("views")
		? { views: takenViews() }
		: {};
	const size = faceSide * faceSide;
	const data = new Float32Array(pictures.length * columns);
	try {
		for (let start = 0; start < pictures.length; start += chunk) {
			const part = pictures.slice(start, start + chunk);
			const image = new Float32Array(part.length * size);
			for (const [i, { pixels }] of part.entries()) {
				image.set(
					Float32Array.from(pixels, (pixel) => pixel / 255),
					i * size,
				);
			}
			const dims = [part.length, 1, faceSide, faceSide];
			const { probabilities } = await session.run({ image: float32Tensor(image, dims), ...views });
			data.set(float32Data(probabilities, "probabilities"), start * columns);
		}
	} finally {
		await session.release();
	}
	return { rows: pictures.length, columns, data };
}
