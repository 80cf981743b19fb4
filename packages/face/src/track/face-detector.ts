import type { HaarCascade } from "../haar/cascade.ts";
import { detectHaar } from "../haar/detect-haar.ts";
import { type Box, checkImage, type RgbaImage, toGrey } from "../image.ts";
import { createBlazeFace } from "../mediapipe/create-blaze-face.ts";
import { regionOfBox, regionOfDetection } from "../mediapipe/mesh-region.ts";
import type { Region } from "../region/region.ts";

/** A place where a face may be. */
interface FaceCandidate {
	readonly box: Box;
	/** Where its mesh is to be looked for. */
	readonly region: Region;
	/** In [0, 1]; null where the detector tells none. */
	readonly score: number | null;
}

/** Says where faces may be, whatever it goes by. */
export interface FaceDetector {
	/** @returns Surest first. */
	detect(image: RgbaImage, options: { readonly thorough: boolean }): Promise<readonly FaceCandidate[]>;
	release(): Promise<void>;
}

/** Faces by BlazeFace. */
export async function blazeDetector(tflite: Uint8Array): Promise<FaceDetector> {
	const blaze = await createBlazeFace(tflite);
	return {
		detect: async (image, options) =>
			(await blaze.detect(image, options)).map((detection) => ({
				box: detection.box,
				region: regionOfDetection(detection),
				score: detection.score,
			})),
		release: () => blaze.release(),
	};
}

/** Smallest faces, as shares of the longer side: as small as BlazeFace finds them, thorough and not. */
const smallest = { thorough: 1 / 30, quick: 1 / 8 } as const;

/** Faces by a cascade; it says nothing of how they are turned, so heads are taken to be upright. */
export function haarDetector(cascade: HaarCascade): FaceDetector {
	return {
		detect: async (image, { thorough }) => {
			checkImage(image, "FaceDetector.detect");
			const { width, height, data } = image;
			const minSize = Math.max(width, height) * smallest[thorough ? "thorough" : "quick"];
			return detectHaar(toGrey(data, width, height), cascade, { minSize }).map(({ box }) => ({
				box,
				region: regionOfBox(box),
				score: null,
			}));
		},
		release: async () => {},
	};
}
