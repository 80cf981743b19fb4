import type { GreyImage } from "../image.ts";
import type { FaceMeshModel } from "../mediapipe/create-face-mesh.ts";
import { type AlignOptions, alignFace } from "./align-face.ts";
import { fromGrey, layMeshOnCrop } from "./lay-mesh-on-crop.ts";

/** Presence under which the mesh is not trusted with a small picture. */
const minPresence = 0.5;

/**
 * `alignFace` for a corpus's picture that is cut to the face already, such as the 48 × 48 pixels of FER2013.
 *
 * @returns Null where no mesh can be laid on it; such a picture is best used as it is.
 */
export async function alignCrop(
	mesh: FaceMeshModel,
	crop: GreyImage,
	options: AlignOptions = {},
): Promise<GreyImage | null> {
	const { landmarks, presence } = await layMeshOnCrop(mesh, crop);
	return presence < minPresence ? null : alignFace(fromGrey(crop), landmarks, options);
}
