import { UndertoneError } from "@undertone/core";

/** The TensorFlow Lite models inside the npm package `@mediapipe/face_mesh`. */
export interface PackedFaceModels {
	/** BlazeFace, short range: 128 × 128 pixels to 896 anchors. */
	readonly faceDetector: Uint8Array;
	/** Face mesh: 192 × 192 pixels to 468 points. */
	readonly faceLandmarks: Uint8Array;
	/** The canonical face, `geometry_pipeline_metadata_landmarks.binarypb`; see `readCanonicalFace`. */
	readonly geometry: Uint8Array;
}

/**
 * Takes the models out of `face_mesh_solution_packed_assets.data`.
 *
 * @param data - That file.
 * @param loader - The text of `face_mesh_solution_packed_assets_loader.js`, which says where each file begins.
 * @throws {UndertoneError} `model-damaged` if the loader names none of them, or the data is shorter than it says.
 */
export function readFaceMeshAssets(data: Uint8Array, loader: string): PackedFaceModels {
	const places = [...loader.matchAll(/"filename":\s*"([^"]+)",\s*"start":\s*(\d+),\s*"end":\s*(\d+)/g)];
	const take = (name: string): Uint8Array => {
		const place = places.find((match) => match[1]?.endsWith(`/${name}`));
		const start = Number(place?.[2]);
		const end = Number(place?.[3]);
		if (!(end <= data.length)) {
			throw new UndertoneError(
				"model-damaged",
				`readFaceMeshAssets: ${name} must lie inside the packed assets (${data.length} bytes), the loader gives ${place?.[3] ?? "no place"}. Install @mediapipe/face_mesh again.`,
			);
		}
		// A Node Buffer's slice() is a view, which readers of typed arrays do not expect.
		return new Uint8Array(data.buffer, data.byteOffset + start, end - start);
	};
	return {
		faceDetector: take("face_detection_short_range.tflite"),
		faceLandmarks: take("face_landmark.tflite"),
		geometry: take("geometry_pipeline_metadata_landmarks.binarypb"),
	};
}
