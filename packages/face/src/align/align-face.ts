import { checkImage, type GreyImage, type Point, type RgbaImage } from "../image.ts";
import type { FaceKeypoints } from "../mediapipe/face-keypoints.ts";
import { type Landmarks, meshPoints } from "../mediapipe/landmarks.ts";
import type { Region } from "../region/region.ts";
import { sampleRegion } from "../region/sample-region.ts";

/** What an aligned crop is. */
export interface AlignOptions {
	/** Width and height, pixels. */
	readonly size?: number;
}

/**
 * Where the eyes' middles lie in an aligned crop, in shares of its side: the level of both, and their distance. These
 * are the means over FER2013's Training faces, so that a network trained on its pictures as they are sees faces of the
 * place and size it knows.
 */
export const alignedEyes = { level: 0.38, distance: 0.38 } as const;

/**
 * The face of a picture as a grey square with the eyes level, at {@link alignedEyes}.
 *
 * @param where - The face's mesh, or the points of a detection (whose eyes are somewhat less exact).
 * @throws {RangeError} If the picture's length does not fit its size, or the eyes lie in one place.
 *
 * @example
 * const [face] = await finder.find(image);
 * alignFace(image, face.landmarks, { size: 48 }).data.length // => 2304
 */
export function alignFace(
	image: RgbaImage,
	where: Landmarks | FaceKeypoints,
	{ size = 48 }: AlignOptions = {},
): GreyImage & { readonly data: Uint8Array } {
	checkImage(image, "alignFace");
	const options = { width: size, height: size, low: 0, high: 255, outside: "edge" } as const;
	const colours = sampleRegion(image, alignedRegion(where), options);
	const data = Uint8Array.from({ length: size * size }, (_, i) => {
		const [red, green, blue] = colours.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
		return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
	});
	return { width: size, height: size, data };
}

/** The square of the picture that {@link alignFace} cuts out. */
function alignedRegion(where: Landmarks | FaceKeypoints): Region {
	const [right, left] = eyes(where);
	const dx = left.x - right.x;
	const dy = left.y - right.y;
	const side = Math.hypot(dx, dy) / alignedEyes.distance;
	if (!(side > 0)) {
		throw new RangeError(
			`alignFace: the eyes must lie apart, both are at ${right.x}, ${right.y}. Give the points of a face.`,
		);
	}
	const rotation = Math.atan2(dy, dx);
	const down = (0.5 - alignedEyes.level) * side;
	return {
		centerX: (right.x + left.x) / 2 - down * Math.sin(rotation),
		centerY: (right.y + left.y) / 2 + down * Math.cos(rotation),
		width: side,
		height: side,
		rotation,
	};
}

/** The middles of both eyes: between their corners in a mesh. */
export function eyes(where: Landmarks | FaceKeypoints): [right: Point, left: Point] {
	if (!(where instanceof Float32Array)) return [where.rightEye, where.leftEye];
	const between = (a: number, b: number): Point => ({
		x: ((where[3 * a] as number) + (where[3 * b] as number)) / 2,
		y: ((where[3 * a + 1] as number) + (where[3 * b + 1] as number)) / 2,
	});
	const { rightEyeOuter, rightEyeInner, leftEyeInner, leftEyeOuter } = meshPoints;
	return [between(rightEyeOuter, rightEyeInner), between(leftEyeInner, leftEyeOuter)];
}
