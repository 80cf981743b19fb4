export { readFaceModels } from "#face-models";
export { alignCrop } from "./align/align-crop.ts";
export { type AlignOptions, alignedEyes, alignFace } from "./align/align-face.ts";
export { fromGrey, layMeshOnCrop } from "./align/lay-mesh-on-crop.ts";
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
export {
	type BlendshapeModel,
	blendshapePoints,
	createBlendshapes,
} from "./mediapipe/create-blendshapes.ts";
export { createFaceMesh, type FaceMesh, type FaceMeshModel } from "./mediapipe/create-face-mesh.ts";
export type { FaceKeypoints } from "./mediapipe/face-keypoints.ts";
export { type Landmarks, meshPoints } from "./mediapipe/landmarks.ts";
export { overlap } from "./mediapipe/overlap.ts";
export { type PackedFaceModels, readFaceMeshAssets } from "./mediapipe/packed-assets.ts";
export type { FaceModels } from "./models/face-models.ts";
export { type FaceTask, faceTaskSha256, readFaceTask } from "./models/read-face-task.ts";
export {
	type FaceQuality,
	faceDoubts,
	faceLimits,
	faceQuality,
	greyStatistics,
} from "./quality/face-quality.ts";
export { tfliteToOnnx } from "./tflite/tflite-to-onnx.ts";
export {
	createFaceFinder,
	type Face,
	type FaceFinder,
	type FaceFinderModels,
	type FaceFinderOptions,
	type FindOptions,
} from "./track/create-face-finder.ts";
export { createFaceTracker, type FaceTracker, type FaceTrackerOptions } from "./track/create-face-tracker.ts";
export {
	type ActionUnit,
	type ActionUnits,
	actionUnitNumbers,
	actionUnits,
} from "./units/action-units.ts";
export { type BlendshapeName, type Blendshapes, blendshapeNames } from "./units/blendshapes.ts";
export {
	createUnitEstimator,
	type UnitEstimator,
	type UnitMetadata,
} from "./units/create-unit-estimator.ts";
export { createUnitReader, type UnitReader } from "./units/create-unit-reader.ts";
export {
	type NeutralFace,
	neutralFace,
	parseNeutralFace,
	relativeToNeutral,
} from "./units/neutral-face.ts";
export { unitWords } from "./units/unit-words.ts";
export { unitBlendshapes, unitsOfBlendshapes } from "./units/units-of-blendshapes.ts";
