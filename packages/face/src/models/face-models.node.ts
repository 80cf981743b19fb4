import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { readFaceModels as Read } from "./face-models.ts";

/** See face-models.ts. */
export const readFaceModels: typeof Read = async () => {
	const { resolve } = createRequire(import.meta.url);
	const [faceDetector, faceLandmarks, actionUnits] = await Promise.all([
		readFile(resolve("#face-detector")),
		readFile(resolve("#face-landmarks")),
		readFile(resolve("#action-units")),
	]);
	return { faceDetector, faceLandmarks, actionUnits };
};
