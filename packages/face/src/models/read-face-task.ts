import { UndertoneError } from "@undertone/core";
import { unzipStored } from "./unzip-stored.ts";

/** What `face_landmarker.task` holds that is used here, as `.tflite`. */
export interface FaceTask {
	readonly faceDetector: Uint8Array;
	/** 256 × 256 pixels to 478 points. */
	readonly faceLandmarks: Uint8Array;
	/** 146 of these points to 52 blendshapes. */
	readonly blendshapes: Uint8Array;
}

/** SHA-256 of MediaPipe's face_landmarker.task, float16, version 1: the one the figures of docs/face.md are of. */
export const faceTaskSha256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff";

/**
 * Reads MediaPipe's `face_landmarker.task`, which the user supplies.
 *
 * @throws {UndertoneError} `model-damaged` if it is no such file, is cut short, or is another version than
 *   {@link faceTaskSha256} names.
 */
export async function readFaceTask(bytes: Uint8Array): Promise<FaceTask> {
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
	const hex = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
	if (hex !== faceTaskSha256) {
		throw new UndertoneError(
			"model-damaged",
			`face_landmarker.task must be MediaPipe's, float16, version 1 (SHA-256 ${faceTaskSha256.slice(0, 12)}…), this file's begins ${hex.slice(0, 12)}. Fetch it again, or go on without it.`,
		);
	}
	const files = unzipStored(bytes);
	const take = (name: string): Uint8Array => {
		const file = files.get(name);
		if (file !== undefined) return file;
		throw new UndertoneError(
			"model-damaged",
			`face_landmarker.task must hold ${name}, it holds ${[...files.keys()].join(", ") || "nothing"}.`,
		);
	};
	return {
		faceDetector: take("face_detector.tflite"),
		faceLandmarks: take("face_landmarks_detector.tflite"),
		blendshapes: take("face_blendshapes.tflite"),
	};
}
