import { UndertoneError } from "@undertone/core";
import { createSession, float32Data, float32Tensor, type OnnxTensor, readOnnx } from "@undertone/onnx";
import { checkImage, type RgbaImage } from "../image.ts";
import { type Region, regionToImage } from "../region/region.ts";
import { sampleRegion } from "../region/sample-region.ts";
import { tfliteToOnnx } from "../tflite/tflite-to-onnx.ts";
import type { Landmarks } from "./landmarks.ts";

/** A mesh laid on a face. */
export interface FaceMesh {
	readonly landmarks: Landmarks;
	/** How surely there is a face in the region at all, in [0, 1]. */
	readonly presence: number;
}

/** A face landmark model of MediaPipe, ready to look. */
export interface FaceMeshModel {
	/** 468, or 478 with the irises. */
	readonly points: number;
	/**
	 * The mesh of the face in a region.
	 *
	 * @param region - As `regionOfDetection` or `regionOfLandmarks` gives it.
	 */
	find(image: RgbaImage, region: Region): Promise<FaceMesh>;
	release(): Promise<void>;
}

/**
 * Opens a face landmark model: that of `@mediapipe/face_mesh` (192 × 192 pixels to 468 points) or that of
 * `face_landmarker.task` (256 × 256 to 478).
 *
 * @throws {UndertoneError} `model-damaged` if it is no such model.
 * @see Kartynnik et al. (2019), arXiv:1907.06724
 */
export async function createFaceMesh(tflite: Uint8Array): Promise<FaceMeshModel> {
	const onnx = tfliteToOnnx(tflite);
	const side = Number(readOnnx(onnx).graph.inputs[0]?.dims[1]);
	if (side !== 192 && side !== 256) {
		throw new UndertoneError(
			"model-damaged",
			`createFaceMesh: a face landmark model must take 192 × 192 or 256 × 256 pixels, this one takes ${side}. Name face_landmark.tflite or face_landmarks_detector.tflite.`,
		);
	}
	const session = await createSession(onnx);
	const points = side === 192 ? 468 : 478;
	return {
		points,
		find: async (image, region) => {
			checkImage(image, "FaceMeshModel.find");
			const options = { width: side, height: side, low: 0, high: 1, outside: "edge" } as const;
			const pixels = sampleRegion(image, region, options);
			const outputs = Object.values(await session.run({ input0: float32Tensor(pixels, [1, side, side, 3]) }));
			return {
				landmarks: toImage(numbersOf(outputs, 3 * points), region, side),
				presence: 1 / (1 + Math.exp(-(numbersOf(outputs, 1)[0] as number))),
			};
		},
		release: () => session.release(),
	};
}

/** The first output of a size: the points come as `[3 · points]`, the logit of presence as one number. */
function numbersOf(outputs: readonly OnnxTensor[], count: number): Float32Array {
	return float32Data(
		outputs.find(({ data }) => data.length === count),
		`output of ${count}`,
	);
}

function toImage(values: Float32Array, region: Region, side: number): Landmarks {
	const landmarks = new Float32Array(values.length);
	for (let i = 0; i < values.length; i += 3) {
		const [x, y] = regionToImage(region, (values[i] as number) / side, (values[i + 1] as number) / side);
		landmarks[i] = x;
		landmarks[i + 1] = y;
		landmarks[i + 2] = ((values[i + 2] as number) / side) * region.width;
	}
	return landmarks;
}
