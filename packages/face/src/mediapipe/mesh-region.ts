import type { Box, Point } from "../image.ts";
import type { Region } from "../region/region.ts";
import type { FaceDetection } from "./create-blaze-face.ts";
import { landmarkBox } from "./landmark-box.ts";
import { type Landmarks, meshPoints } from "./landmarks.ts";

/** How much larger than the box the mesh model sees, as in MediaPipe's face landmark graphs. */
const margin = 1.5;

/** The square in which the mesh of a detected face is looked for: turned so that the eyes are level. */
export function regionOfDetection({ box, keypoints }: FaceDetection): Region {
	return square(box, keypoints.rightEye, keypoints.leftEye);
}

/** The square in which the mesh of a face is looked for of which only a box is known: it is taken to be upright. */
export function regionOfBox(box: Box): Region {
	return square(box, { x: 0, y: 0 }, { x: 1, y: 0 });
}

/** The square in which a face is looked for next when its mesh has been found just before. */
export function regionOfLandmarks(landmarks: Landmarks): Region {
	const point = (i: number): Point => ({
		x: landmarks[3 * i] as number,
		y: landmarks[3 * i + 1] as number,
	});
	return square(landmarkBox(landmarks), point(meshPoints.rightEyeOuter), point(meshPoints.leftEyeOuter));
}

function square({ x, y, width, height }: Box, right: Point, left: Point): Region {
	const side = margin * Math.max(width, height);
	return {
		centerX: x + width / 2,
		centerY: y + height / 2,
		width: side,
		height: side,
		rotation: Math.atan2(left.y - right.y, left.x - right.x),
	};
}
