import { describe, expect, it } from "vitest";
import { blendDetections } from "./blend-detections.ts";
import type { FaceDetection } from "./create-blaze-face.ts";
import { overlap } from "./overlap.ts";

function detection(x: number, score: number): FaceDetection {
	const point = { x, y: 0 };
	return {
		box: { x, y: 0, width: 10, height: 10 },
		score,
		keypoints: {
			rightEye: point,
			leftEye: point,
			noseTip: point,
			mouth: point,
			rightEar: point,
			leftEar: point,
		},
	};
}

describe("blendDetections", () => {
	it("makes one of those that overlap, weighted by score, and keeps the surest score", () => {
		const [one, ...others] = blendDetections([detection(2, 0.25), detection(0, 0.75), detection(50, 0.6)]);
		expect(one?.box.x).toBeCloseTo(0.5, 9);
		expect(one?.keypoints.mouth.x).toBeCloseTo(0.5, 9);
		expect(one?.score).toBe(0.75);
		expect(others.map(({ box }) => box.x)).toEqual([50]);
	});

	it("is empty for nothing", () => {
		expect(blendDetections([])).toEqual([]);
	});
});

describe("overlap", () => {
	it("is the shared area over the area covered", () => {
		const box = { x: 0, y: 0, width: 10, height: 10 };
		expect(overlap(box, box)).toBe(1);
		expect(overlap(box, { ...box, x: 5 })).toBeCloseTo(50 / 150, 12);
		expect(overlap(box, { ...box, y: 10 })).toBe(0);
	});
});
