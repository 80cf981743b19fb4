import type { Landmarks } from "../mediapipe/landmarks.ts";
import { canonicalVertices, poseWeights } from "./canonical-face.ts";
import { procrustes, type Similarity } from "./procrustes.ts";

/** Where a head looks, degrees; all 0 for a face that looks into the camera. */
export interface HeadPose {
	/** Positive when it looks to the picture's right. */
	readonly yaw: number;
	/** Positive when it looks up. */
	readonly pitch: number;
	/** Positive when the top of the head leans to the picture's right. */
	readonly roll: number;
}

/** A face's pose, and its points as they would lie if it looked straight ahead. */
export interface PosedFace {
	readonly pose: HeadPose;
	/** In the canonical face's place and size: centimetres, x to the right, y up, z to the viewer; `[468, 3]`. */
	readonly points: Float32Array;
}

/**
 * The head's pose, by laying MediaPipe's canonical face on the mesh (weighted Procrustes), and the mesh turned back.
 *
 * The camera is taken for infinitely far: near the edge of a wide picture the angles are a few degrees off.
 */
export function headPose(landmarks: Landmarks): PosedFace {
	const observed = new Float64Array(3 * 468);
	for (let i = 0; i < observed.length; i += 3) {
		observed[i] = landmarks[i] as number;
		observed[i + 1] = -(landmarks[i + 1] as number);
		observed[i + 2] = -(landmarks[i + 2] as number);
	}
	const similarity = procrustes(canonicalVertices, observed, poseWeights);
	return { pose: anglesOf(similarity.rotation), points: turnBack(observed, similarity) };
}

/** R = yaw about y · pitch about x · roll about z. */
function anglesOf(r: Float64Array): HeadPose {
	const degrees = 180 / Math.PI;
	return {
		yaw: Math.atan2(r[2] as number, r[8] as number) * degrees,
		pitch: Math.asin(Math.max(-1, Math.min(1, r[5] as number))) * degrees,
		roll: -Math.atan2(r[3] as number, r[4] as number) * degrees,
	};
}

function turnBack(observed: Float64Array, { scale, rotation, shift }: Similarity): Float32Array {
	const points = new Float32Array(observed.length);
	for (let i = 0; i < observed.length; i += 3) {
		for (let a = 0; a < 3; a++) {
			let sum = 0;
			for (let b = 0; b < 3; b++) {
				sum += (rotation[3 * b + a] as number) * ((observed[i + b] as number) - (shift[b] as number));
			}
			points[i + a] = sum / scale;
		}
	}
	return points;
}
