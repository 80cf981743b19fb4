import type { Reason } from "@undertone/core";
import { alignFace, eyes } from "../align/align-face.ts";
import type { HeadPose } from "../geometry/head-pose.ts";
import type { GreyImage, RgbaImage } from "../image.ts";
import type { Landmarks } from "../mediapipe/landmarks.ts";

/** What is measured of a face to tell whether its expression can be judged. */
export interface FaceQuality {
	/** Pixels between the eyes. */
	readonly eyeDistance: number;
	/** Detail of the face at 48 × 48 pixels: root mean square of the Laplacian over the deviation. */
	readonly sharpness: number;
	/** Mean grey of the face, 0–255. */
	readonly brightness: number;
	/** Deviation of its grey values. */
	readonly contrast: number;
	/** Share of the mesh's points outside the picture, in [0, 1]. */
	readonly outside: number;
}

/** Measures a face in its picture. */
export function faceQuality(image: RgbaImage, landmarks: Landmarks): FaceQuality {
	const crop = alignFace(image, landmarks, { size: 48 });
	const [right, left] = eyes(landmarks);
	let outside = 0;
	for (let i = 0; i < 3 * 468; i += 3) {
		const x = landmarks[i] as number;
		const y = landmarks[i + 1] as number;
		if (x < 0 || y < 0 || x > image.width || y > image.height) outside++;
	}
	return {
		eyeDistance: Math.hypot(left.x - right.x, left.y - right.y),
		...greyStatistics(crop),
		outside: outside / 468,
	};
}

/** Sharpness, brightness and contrast of a grey crop. */
export function greyStatistics({
	width,
	height,
	data,
}: GreyImage): Pick<FaceQuality, "sharpness" | "brightness" | "contrast"> {
	let sum = 0;
	let squares = 0;
	for (const value of data) {
		sum += value;
		squares += value * value;
	}
	const brightness = sum / data.length;
	const contrast = Math.sqrt(Math.max(0, squares / data.length - brightness * brightness));
	let edges = 0;
	for (let y = 1; y + 1 < height; y++) {
		for (let x = 1; x + 1 < width; x++) {
			const i = y * width + x;
			const around =
				(data[i - 1] as number) +
				(data[i + 1] as number) +
				(data[i - width] as number) +
				(data[i + width] as number);
			edges += (around - 4 * (data[i] as number)) ** 2;
		}
	}
	const detail = Math.sqrt(edges / Math.max(1, (width - 2) * (height - 2)));
	return { sharpness: contrast > 0 ? detail / contrast : 0, brightness, contrast };
}

/** Limits beyond which an expression is not named; docs/face.md says how they were found. */
export const faceLimits = {
	/** Pixels: FER2013's faces have 18. */
	eyeDistance: 14,
	sharpness: 0.2,
	brightness: 35,
	contrast: 14,
	/** Degrees. */
	yaw: 40,
	pitch: 35,
	outside: 0.12,
} as const;

/**
 * Why an expression should not be named, in the order of importance; empty where nothing speaks against it.
 */
export function faceDoubts(quality: FaceQuality, { yaw, pitch }: HeadPose): Reason[] {
	const doubts: Reason[] = [];
	if (quality.eyeDistance < faceLimits.eyeDistance) doubts.push("too-small");
	if (quality.outside > faceLimits.outside) doubts.push("half-outside");
	if (Math.abs(yaw) > faceLimits.yaw || Math.abs(pitch) > faceLimits.pitch) doubts.push("turned-away");
	if (quality.brightness < faceLimits.brightness || quality.contrast < faceLimits.contrast)
		doubts.push("too-dark");
	if (quality.sharpness < faceLimits.sharpness) doubts.push("blurred");
	return doubts;
}
