import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RgbaImage } from "../image.ts";
import type { FaceKeypoints } from "../mediapipe/face-keypoints.ts";
import { alignedEyes, alignFace } from "./align-face.ts";

const nowhere = { x: 0, y: 0 };

function keypoints(rightX: number, rightY: number, leftX: number, leftY: number): FaceKeypoints {
	return {
		rightEye: { x: rightX, y: rightY },
		leftEye: { x: leftX, y: leftY },
		noseTip: nowhere,
		mouth: nowhere,
		rightEar: nowhere,
		leftEar: nowhere,
	};
}

/** Black, with a white disc at each place. */
function discs(places: readonly (readonly [x: number, y: number])[], radius: number): RgbaImage {
	const data = new Uint8Array(4 * 400 * 400);
	for (const [cx, cy] of places) {
		for (let y = 0; y < 400; y++) {
			for (let x = 0; x < 400; x++) {
				if (Math.hypot(x - cx, y - cy) <= radius) data.fill(255, 4 * (y * 400 + x), 4 * (y * 400 + x) + 3);
			}
		}
	}
	return { width: 400, height: 400, data };
}

describe("alignFace", () => {
	it("brings the eyes to their places, wherever they were, however far apart and turned", () => {
		const angle = fc.double({ min: -0.8, max: 0.8, noNaN: true });
		const distance = fc.double({ min: 40, max: 110, noNaN: true });
		fc.assert(
			fc.property(angle, distance, (turn, apart) => {
				const dx = (Math.cos(turn) * apart) / 2;
				const dy = (Math.sin(turn) * apart) / 2;
				const image = discs(
					[
						[200 - dx, 200 - dy],
						[200 + dx, 200 + dy],
					],
					0.1 * apart,
				);
				const crop = alignFace(image, keypoints(200 - dx, 200 - dy, 200 + dx, 200 + dy), { size: 100 });
				const at = (x: number, y: number): number => crop.data[Math.round(y) * 100 + Math.round(x)] as number;
				const level = 100 * alignedEyes.level;
				for (const side of [-1, 1]) {
					expect(at(50 + side * 50 * alignedEyes.distance, level)).toBeGreaterThan(200);
				}
				expect(at(50, level)).toBe(0);
			}),
			{ numRuns: 25 },
		);
	});

	it("is 48 × 48 unless told otherwise", () => {
		const crop = alignFace(discs([[100, 100]], 5), keypoints(90, 100, 110, 100));
		expect([crop.width, crop.height, crop.data.length]).toEqual([48, 48, 2304]);
	});

	it("refuses eyes that lie in one place", () => {
		expect(() => alignFace(discs([], 1), keypoints(5, 5, 5, 5))).toThrow("the eyes must lie apart");
	});
});
