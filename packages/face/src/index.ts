export { canonicalVertices, meshTriangles } from "./geometry/canonical-face.ts";
export { type HeadPose, headPose, type PosedFace } from "./geometry/head-pose.ts";
export {
	type HaarCascade,
	type HaarRectangle,
	type HaarStage,
	type HaarStump,
	readOpencvCascade,
} from "./haar/cascade.ts";
export { type DetectHaarOptions, detectHaar, type HaarDetection } from "./haar/detect-haar.ts";
export { groupBoxes } from "./haar/group-boxes.ts";
export { type IntegralImage, integralImage, rectangleSum } from "./haar/integral-image.ts";
export { type Box, type GreyImage, type Point, type RgbaImage, toGrey } from "./image.ts";
export {
	type BlazeFace,
	createBlazeFace,
	type DetectOptions,
	type FaceDetection,
} from "./mediapipe/create-blaze-face.ts";
export { createFaceMesh, type FaceMesh, type FaceMeshModel } from "./mediapipe/create-face-mesh.ts";
export type { FaceKeypoints } from "./mediapipe/face-keypoints.ts";
export { type Landmarks, meshPoints } from "./mediapipe/landmarks.ts";
export { overlap } from "./mediapipe/overlap.ts";
export { type PackedFaceModels, readFaceMeshAssets } from "./mediapipe/packed-assets.ts";
export { tfliteToOnnx } from "./tflite/tflite-to-onnx.ts";
export {
	createFaceFinder,
	type Face,
	type FaceFinder,
	type FaceFinderModels,
	type FindOptions,
} from "./track/create-face-finder.ts";
export { createFaceTracker, type FaceTracker, type FaceTrackerOptions } from "./track/create-face-tracker.ts";
