import { createSession, float32Data, float32Tensor } from "@undertone/onnx";
import { type Box, checkImage, type RgbaImage } from "../image.ts";
import { type Region, regionToImage } from "../region/region.ts";
import { sampleRegion } from "../region/sample-region.ts";
import { tfliteToOnnx } from "../tflite/tflite-to-onnx.ts";
import { blazeAnchors, blazeSide } from "./blaze-anchors.ts";
import { blendDetections } from "./blend-detections.ts";
import { type FaceKeypoints, keypointNames } from "./face-keypoints.ts";
import { searchRegions } from "./search-regions.ts";

/** A face found in a picture. */
export interface FaceDetection {
	/** From the brows to the chin, pixels; may reach outside the picture. */
	readonly box: Box;
	/** In [0, 1]. */
	readonly score: number;
	readonly keypoints: FaceKeypoints;
}

/** How a picture is searched. */
export interface DetectOptions {
	/** Least score. */
	readonly minScore?: number;
	/** Also looks at parts of the picture, so that faces down to a thirtieth of its longer side are found; slower. */
	readonly thorough?: boolean;
}

/** MediaPipe's BlazeFace, short range, ready to look. */
export interface BlazeFace {
	/**
	 * @returns Surest first.
	 * @throws {RangeError} If the picture's length does not fit its size.
	 */
	detect(image: RgbaImage, options?: DetectOptions): Promise<FaceDetection[]>;
	release(): Promise<void>;
}

/** Logits beyond this are cut off, as in MediaPipe. */
const clipping = 100;

/**
 * Opens the detector.
 *
 * @param tflite - `face_detection_short_range.tflite`.
 * @throws {UndertoneError} `model-damaged`.
 * @see Bazarevsky et al. (2019), arXiv:1907.05047
 */
export async function createBlazeFace(tflite: Uint8Array): Promise<BlazeFace> {
	const session = await createSession(tfliteToOnnx(tflite));
	const anchors = blazeAnchors();
	const look = async (image: RgbaImage, region: Region, minScore: number): Promise<FaceDetection[]> => {
		const pixels = sampleRegion(image, region, {
			width: blazeSide,
			height: blazeSide,
			low: -1,
			high: 1,
			outside: "black",
		});
		const outputs = await session.run({ input0: float32Tensor(pixels, [1, blazeSide, blazeSide, 3]) });
		const values = float32Data(outputs.output0, "output0");
		const logits = float32Data(outputs.output1, "output1");
		const found: FaceDetection[] = [];
		for (const [i, logit] of logits.entries()) {
			const score = 1 / (1 + Math.exp(-Math.max(-clipping, Math.min(clipping, logit))));
			if (score >= minScore) found.push(decode(values, anchors, i, score, region));
		}
		return blendDetections(found);
	};
	return {
		detect: async (image, { minScore = 0.5, thorough = false } = {}) => {
			checkImage(image, "BlazeFace.detect");
			const found: FaceDetection[] = [];
			for (const region of searchRegions(image, thorough)) {
				const here = await look(image, region, minScore);
				found.push(...here.filter(({ box }) => !cutOff(box, region, image)));
			}
			return thorough ? dropNested(blendDetections(found)) : found;
		},
		release: () => session.release(),
	};
}

/** Values of an anchor: middle and size of the box, then six points, in pixels of the input from the anchor. */
function decode(
	values: Float32Array,
	anchors: Float32Array,
	i: number,
	score: number,
	region: Region,
): FaceDetection {
	const at = (k: number): [x: number, y: number] => {
		const u = (values[16 * i + k] as number) / blazeSide + (anchors[2 * i] as number);
		const v = (values[16 * i + k + 1] as number) / blazeSide + (anchors[2 * i + 1] as number);
		return regionToImage(region, u, v);
	};
	const [x, y] = at(0);
	const width = ((values[16 * i + 2] as number) / blazeSide) * region.width;
	const height = ((values[16 * i + 3] as number) / blazeSide) * region.height;
	const points = keypointNames.map((name, k) => {
		const [px, py] = at(4 + 2 * k);
		return [name, { x: px, y: py }];
	});
	return {
		box: { x: x - width / 2, y: y - height / 2, width, height },
		score,
		keypoints: Object.fromEntries(points) as unknown as FaceKeypoints,
	};
}

/** A face that a part of the picture cuts through is left to the part that shows it whole. */
function cutOff({ x, y, width, height }: Box, region: Region, image: RgbaImage): boolean {
	const left = region.centerX - region.width / 2;
	const top = region.centerY - region.height / 2;
	const slack = 0.05 * width;
	return (
		(left > 0 && x < left - slack) ||
		(top > 0 && y < top - slack) ||
		(left + region.width < image.width && x + width > left + region.width + slack) ||
		(top + region.height < image.height && y + height > top + region.height + slack)
	);
}

/** In a thorough search parts of a large face may look like small ones: what lies mostly inside a surer box goes. */
function dropNested(detections: readonly FaceDetection[]): FaceDetection[] {
	return detections.filter(
		({ box }, i) => !detections.slice(0, i).some((surer) => insideShare(box, surer.box) > 0.6),
	);
}

function insideShare(inner: Box, outer: Box): number {
	const width = Math.min(inner.x + inner.width, outer.x + outer.width) - Math.max(inner.x, outer.x);
	const height = Math.min(inner.y + inner.height, outer.y + outer.height) - Math.max(inner.y, outer.y);
	return width <= 0 || height <= 0 ? 0 : (width * height) / (inner.width * inner.height);
}
