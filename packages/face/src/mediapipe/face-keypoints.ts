import type { Point } from "../image.ts";

/** The six points BlazeFace finds; right and left are the person's own. */
export interface FaceKeypoints {
	readonly rightEye: Point;
	readonly leftEye: Point;
	readonly noseTip: Point;
	readonly mouth: Point;
	/** The right ear's tragion. */
	readonly rightEar: Point;
	readonly leftEar: Point;
}

/** In the order of BlazeFace's output. */
export const keypointNames = ["rightEye", "leftEye", "noseTip", "mouth", "rightEar", "leftEar"] as const;
