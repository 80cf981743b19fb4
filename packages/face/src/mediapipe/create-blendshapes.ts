import { createSession, float32Data, float32Tensor } from "@undertone/onnx";
import { tfliteToOnnx } from "../tflite/tflite-to-onnx.ts";
import { type BlendshapeName, type Blendshapes, blendshapeNames } from "../units/blendshapes.ts";
import type { Landmarks } from "./landmarks.ts";

/** MediaPipe's blendshape model, ready to use. */
export interface BlendshapeModel {
	/**
	 * @param landmarks - 478 points, as the mesh of the same `.task` file gives them.
	 * @throws {RangeError} If there are not 478 points.
	 */
	estimate(landmarks: Landmarks): Promise<Blendshapes>;
	release(): Promise<void>;
}

/** The points the model reads, of 478 (`kLandmarksSubsetIdxs` of face_blendshapes_graph.cc); the last ten are irises. */
export const blendshapePoints: readonly number[] = [
	0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78,
	80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150,
	152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197,
	234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308,
	310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377,
	378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466,
	468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
];

/**
 * Opens the blendshape model.
 *
 * @param tflite - `face_blendshapes.tflite` of `face_landmarker.task`.
 * @throws {UndertoneError} `model-damaged`.
 */
export async function createBlendshapes(tflite: Uint8Array): Promise<BlendshapeModel> {
	const session = await createSession(tfliteToOnnx(tflite));
	return {
		estimate: async (landmarks) => {
			if (landmarks.length !== 3 * 478) {
				throw new RangeError(
					`BlendshapeModel.estimate: landmarks must be 478 points, got ${landmarks.length / 3}. Use the mesh of face_landmarker.task.`,
				);
			}
			const points = Float32Array.from({ length: 2 * blendshapePoints.length }, (_, i) => {
				return landmarks[3 * (blendshapePoints[i >> 1] as number) + (i % 2)] as number;
			});
			const outputs = await session.run({ input0: float32Tensor(points, [1, blendshapePoints.length, 2]) });
			const scores = float32Data(outputs.output0, "output0");
			return Object.fromEntries(
				blendshapeNames.map((name, i): [BlendshapeName, number] => [name, scores[i] as number]),
			) as Blendshapes;
		},
		release: () => session.release(),
	};
}
