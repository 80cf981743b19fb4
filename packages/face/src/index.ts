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
export { type Box, type GreyImage, toGrey } from "./image.ts";
export { type FaceMeshModels, readFaceMeshAssets } from "./mediapipe/packed-assets.ts";
export { tfliteToOnnx } from "./tflite/tflite-to-onnx.ts";
