import type { Box, Point } from "../image.ts";
import type { FaceDetection } from "./create-blaze-face.ts";
import { type FaceKeypoints, keypointNames } from "./face-keypoints.ts";
import { overlap } from "./overlap.ts";

/**
 * Weighted non-maximum suppression: detections that overlap the surest one become one, whose box and points are
 * their mean weighted by score; the score is the surest one's.
 *
 * @param threshold - Intersection over union above which two mean the same face.
 * @returns Surest first.
 * @see Bazarevsky et al. (2019), arXiv:1907.05047, section 2.4 (blending)
 */
export function blendDetections(detections: readonly FaceDetection[], threshold = 0.3): FaceDetection[] {
	let left = detections.toSorted((a, b) => b.score - a.score);
	const blended: FaceDetection[] = [];
	for (let surest = left[0]; surest !== undefined; surest = left[0]) {
		const { box } = surest;
		const same = left.filter((other) => other === surest || overlap(box, other.box) > threshold);
		blended.push({ box: meanBox(same), score: surest.score, keypoints: meanKeypoints(same) });
		left = left.filter((other) => !same.includes(other));
	}
	return blended;
}

function weighted(detections: readonly FaceDetection[], value: (detection: FaceDetection) => number): number {
	let sum = 0;
	let total = 0;
	for (const detection of detections) {
		sum += detection.score * value(detection);
		total += detection.score;
	}
	return sum / total;
}

function meanBox(detections: readonly FaceDetection[]): Box {
	return {
		x: weighted(detections, ({ box }) => box.x),
		y: weighted(detections, ({ box }) => box.y),
		width: weighted(detections, ({ box }) => box.width),
		height: weighted(detections, ({ box }) => box.height),
	};
}

function meanKeypoints(detections: readonly FaceDetection[]): FaceKeypoints {
	const entries = keypointNames.map((name): [string, Point] => [
		name,
		{
			x: weighted(detections, ({ keypoints }) => keypoints[name].x),
			y: weighted(detections, ({ keypoints }) => keypoints[name].y),
		},
	]);
	return Object.fromEntries(entries) as unknown as FaceKeypoints;
}
