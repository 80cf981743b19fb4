/// <reference types="vite/client" />
import actionUnitsUrl from "#action-units?url";
import faceDetectorUrl from "#face-detector?url";
import faceLandmarksUrl from "#face-landmarks?url";
import type { readFaceModels as Read } from "./face-models.ts";

/** See face-models.ts; a bundler that knows `?url` (Vite) puts the files beside the page. */
export const readFaceModels: typeof Read = async () => {
	const [faceDetector, faceLandmarks, actionUnits] = await Promise.all([
		read(faceDetectorUrl),
		read(faceLandmarksUrl),
		read(actionUnitsUrl),
	]);
	return { faceDetector, faceLandmarks, actionUnits };
};

async function read(url: string): Promise<Uint8Array> {
	const response = await fetch(url);
	if (!response.ok) throw new Error(`readFaceModels: ${url} answered ${response.status}.`);
	return new Uint8Array(await response.arrayBuffer());
}
