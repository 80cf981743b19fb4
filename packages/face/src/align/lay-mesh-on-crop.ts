import type { GreyImage, RgbaImage } from "../image.ts";
import type { FaceMesh, FaceMeshModel } from "../mediapipe/create-face-mesh.ts";
import { regionOfLandmarks } from "../mediapipe/mesh-region.ts";

/** How much larger than such a picture the model's first look is: the face fills it from edge to edge. */
const margin = 1.375;

/**
 * The mesh of a face that fills its picture, as those of FER2013 do, without a detector: two looks, the second from
 * where the first saw it.
 *
 * @returns Points in pixels of the picture, and the presence of the first look.
 */
export async function layMeshOnCrop(mesh: FaceMeshModel, crop: GreyImage): Promise<FaceMesh> {
	const image = fromGrey(crop);
	const { width, height } = crop;
	const side = margin * Math.max(width, height);
	const whole = { centerX: width / 2, centerY: height / 2, width: side, height: side, rotation: 0 };
	const { landmarks, presence } = await mesh.find(image, whole);
	return { ...(await mesh.find(image, regionOfLandmarks(landmarks))), presence };
}

/** A grey picture in the form of a coloured one. */
export function fromGrey({ width, height, data }: GreyImage): RgbaImage {
	const colours = new Uint8Array(4 * width * height).fill(255);
	for (let i = 0; i < width * height; i++) {
		const value = data[i] as number;
		colours[4 * i] = value;
		colours[4 * i + 1] = value;
		colours[4 * i + 2] = value;
	}
	return { width, height, data: colours };
}
