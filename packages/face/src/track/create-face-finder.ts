import type { HaarCascade } from "../haar/cascade.ts";
import { type Box, checkImage, type RgbaImage } from "../image.ts";
import { createFaceMesh, type FaceMesh, type FaceMeshModel } from "../mediapipe/create-face-mesh.ts";
import { landmarkBox } from "../mediapipe/landmark-box.ts";
import type { Landmarks } from "../mediapipe/landmarks.ts";
import { regionOfLandmarks } from "../mediapipe/mesh-region.ts";
import { overlap } from "../mediapipe/overlap.ts";
import { createFaceTracker } from "./create-face-tracker.ts";
import { blazeDetector, type FaceDetector, haarDetector } from "./face-detector.ts";

/** A face with its mesh. */
export interface Face {
	/** The same for the same face from frame to frame; counted from 1. */
	readonly id: number;
	/** Around the mesh: forehead to chin, cheek to cheek; pixels. */
	readonly box: Box;
	/** How surely it is a face: BlazeFace's score, else (a cascade, a face that was followed) the mesh's presence; in [0, 1]. */
	readonly score: number;
	readonly landmarks: Landmarks;
}

/** How faces are looked for. */
export interface FindOptions {
	/** Frames of one video, in order: known faces are followed, and the detector looks only now and then. */
	readonly video?: boolean;
	/** Looks for small faces in parts of the picture too; see `DetectOptions`. */
	readonly thorough?: boolean;
	/** The surest this many. */
	readonly maxFaces?: number;
}

/** Finds faces and their meshes, and knows them again in the next frame. */
export interface FaceFinder {
	/** 468, or 478 with the irises. */
	readonly points: number;
	/**
	 * @returns From left to right.
	 * @throws {RangeError} If the picture's length does not fit its size.
	 */
	find(image: RgbaImage, options?: FindOptions): Promise<Face[]>;
	/** Forgets what it followed, as before another video. */
	reset(): void;
	release(): Promise<void>;
}

/** The two models, as `.tflite`. */
export interface FaceFinderModels {
	readonly faceDetector: Uint8Array;
	readonly faceLandmarks: Uint8Array;
}

/** What stands in for what is usual. */
export interface FaceFinderOptions {
	/** Finds faces in place of BlazeFace: the way of Viola and Jones, for heads that are upright and look ahead. */
	readonly cascade?: HaarCascade | undefined;
}

/** Presence under which there is no face. */
const minPresence = 0.5;
/** In a video the detector looks at every one of so many frames for new faces. */
const detectEvery = 6;

interface Found {
	readonly box: Box;
	readonly score: number;
	readonly landmarks: Landmarks;
}

/**
 * Detector, mesh and tracker together.
 *
 * @throws {UndertoneError} `model-damaged`.
 *
 * @example
 * const finder = await createFaceFinder(await readFaceModels());
 * const [face] = await finder.find(context.getImageData(0, 0, 640, 480), { video: true });
 */
export async function createFaceFinder(
	models: FaceFinderModels,
	{ cascade }: FaceFinderOptions = {},
): Promise<FaceFinder> {
	const detector = cascade === undefined ? await blazeDetector(models.faceDetector) : haarDetector(cascade);
	const mesh = await createFaceMesh(models.faceLandmarks);
	let tracker = createFaceTracker();
	let followed: Landmarks[] = [];
	let frame = 0;
	const reset = (): void => {
		tracker = createFaceTracker();
		followed = [];
		frame = 0;
	};
	return {
		points: mesh.points,
		find: async (image, { video = false, thorough = false, maxFaces = video ? 4 : 50 } = {}) => {
			checkImage(image, "FaceFinder.find");
			if (!video) reset();
			const known = await follow(mesh, image, followed);
			const look = known.length === 0 || (known.length < maxFaces && frame % detectEvery === 0);
			const found = look ? await addDetected(detector, mesh, image, known, { thorough, maxFaces }) : known;
			frame++;
			followed = found.map(({ landmarks }) => landmarks);
			const sorted = found.toSorted((a, b) => a.box.x - b.box.x);
			const ids = tracker.update(sorted.map(({ box }) => box));
			return sorted.map((face, i) => ({ id: ids[i] as number, ...face }));
		},
		reset,
		release: async () => {
			await detector.release();
			await mesh.release();
		},
	};
}

/** The faces of the frame before that are still there. */
async function follow(
	mesh: FaceMeshModel,
	image: RgbaImage,
	followed: readonly Landmarks[],
): Promise<Found[]> {
	const known: Found[] = [];
	for (const before of followed) {
		const now = await mesh.find(image, regionOfLandmarks(before));
		// Two followed faces may slide onto one.
		if (isFace(now) && isNew(landmarkBox(now.landmarks), known)) known.push(toFound(now, now.presence));
	}
	return known;
}

/** Known faces and those that the detector finds beside them, the surest first. */
async function addDetected(
	detector: FaceDetector,
	mesh: FaceMeshModel,
	image: RgbaImage,
	known: readonly Found[],
	{ thorough, maxFaces }: { readonly thorough: boolean; readonly maxFaces: number },
): Promise<Found[]> {
	const all = [...known];
	for (const { box, region, score } of await detector.detect(image, { thorough })) {
		if (all.length >= maxFaces) break;
		if (!isNew(box, all)) continue;
		let laid = await mesh.find(image, region);
		// A second look from the mesh's own region: the detector's box is rough.
		if (isFace(laid)) laid = await mesh.find(image, regionOfLandmarks(laid.landmarks));
		if (isFace(laid) && isNew(landmarkBox(laid.landmarks), all)) {
			all.push(toFound(laid, score ?? laid.presence));
		}
	}
	return all;
}

function isFace({ presence }: FaceMesh): boolean {
	return presence >= minPresence;
}

function isNew(box: Box, known: readonly Found[]): boolean {
	return !known.some((other) => overlap(box, other.box) > 0.3);
}

function toFound({ landmarks }: FaceMesh, score: number): Found {
	return { box: landmarkBox(landmarks), score, landmarks };
}
