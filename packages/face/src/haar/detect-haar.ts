import type { Box, GreyImage } from "../image.ts";
import type { HaarCascade } from "./cascade.ts";
import { groupBoxes } from "./group-boxes.ts";
import { type IntegralImage, integralImage, rectangleSum } from "./integral-image.ts";

/** A face found by a cascade. */
export interface HaarDetection {
	readonly box: Box;
	/** How many raw windows were grouped into the box: more is surer. */
	readonly neighbours: number;
}

/** Search options, named and defaulted as OpenCV's `detectMultiScale`. */
export interface DetectHaarOptions {
	/** Ratio of one window size to the next, > 1. */
	readonly scaleFactor?: number;
	/** Windows that must agree on a place. */
	readonly minNeighbours?: number;
	/** Smallest face, pixels; the cascade's own window if larger. */
	readonly minSize?: number;
	/** Largest face, pixels. */
	readonly maxSize?: number;
}

/**
 * Faces by a cascade of Haar-like features, the window scaled rather than the picture.
 *
 * Windows move by two pixels at the smallest scale and in proportion above, as OpenCV's do. Each window is
 * normalised by its own standard deviation, so gain and offset of the light do not matter.
 *
 * @returns Boxes in pixels, surest first.
 * @throws {RangeError} If `scaleFactor ≤ 1`.
 * @see Viola & Jones (2001), doi:10.1109/CVPR.2001.990517; Lienhart & Maydt (2002), doi:10.1109/ICIP.2002.1038171
 */
export function detectHaar(
	image: GreyImage,
	cascade: HaarCascade,
	{ scaleFactor = 1.1, minNeighbours = 3, minSize = 0, maxSize = Infinity }: DetectHaarOptions = {},
): HaarDetection[] {
	if (!(scaleFactor > 1)) {
		throw new RangeError(`detectHaar: scaleFactor must be above 1, got ${scaleFactor}. 1.1 is usual.`);
	}
	const integral = integralImage(image);
	const found: Box[] = [];
	const largest = Math.min(maxSize, image.width * 1, image.height * (cascade.width / cascade.height));
	for (let scale = 1; cascade.width * scale <= largest; scale *= scaleFactor) {
		if (cascade.width * scale < minSize) continue;
		scan(image, integral, cascade, scale, found);
	}
	return groupBoxes(found, minNeighbours);
}

/** One scale: every window that passes all stages is appended to `found`. */
function scan(
	image: GreyImage,
	integral: IntegralImage,
	cascade: HaarCascade,
	scale: number,
	found: Box[],
): void {
	const width = Math.round(cascade.width * scale);
	const height = Math.round(cascade.height * scale);
	const scaled = compileStages(cascade, scale, integral.stride, width, height);
	const step = Math.max(2, scale);
	// The border of one twentieth that OpenCV leaves out of the window's statistics.
	const inset = Math.round(scale);
	const area = (width - 2 * inset) * (height - 2 * inset);
	const { sum, squares, stride } = integral;
	for (let fy = 0; fy + height <= image.height; fy += step) {
		const y = Math.round(fy);
		if (y + height > image.height) break;
		for (let fx = 0; fx + width <= image.width; fx += step) {
			const x = Math.round(fx);
			if (x + width > image.width) break;
			const inner = [x + inset, y + inset, width - 2 * inset, height - 2 * inset] as const;
			const mean = rectangleSum(sum, stride, ...inner) / area;
			const variance = rectangleSum(squares, stride, ...inner) / area - mean * mean;
			const deviation = variance > 1 ? Math.sqrt(variance) : 1;
			if (passes(scaled, sum, y * stride + x, deviation * area)) found.push({ x, y, width, height });
		}
	}
}

/** Stages flattened into numbers: offsets of the corners in the integral image, weights, thresholds. */
interface CompiledStages {
	/** Per stage: threshold and number of stumps. */
	readonly stages: readonly { readonly threshold: number; readonly first: number; readonly last: number }[];
	/** Per stump: first and last rectangle. */
	readonly firstRectangle: Int32Array;
	readonly thresholds: Float64Array;
	readonly left: Float64Array;
	readonly right: Float64Array;
	/** Per rectangle: four offsets (top-left, top-right, bottom-left, bottom-right). */
	readonly corners: Int32Array;
	readonly weights: Float64Array;
}

function compileStages(
	cascade: HaarCascade,
	scale: number,
	stride: number,
	width: number,
	height: number,
): CompiledStages {
	const stumps = cascade.stages.flatMap((stage) => stage.stumps);
	const count = stumps.reduce((total, stump) => total + stump.rectangles.length, 0);
	const firstRectangle = new Int32Array(stumps.length + 1);
	const corners = new Int32Array(4 * count);
	const weights = new Float64Array(count);
	let r = 0;
	for (const [s, stump] of stumps.entries()) {
		firstRectangle[s] = r;
		const from = r;
		for (const rectangle of stump.rectangles) {
			const x = Math.round(rectangle.x * scale);
			const y = Math.round(rectangle.y * scale);
			const w = Math.min(Math.round(rectangle.width * scale), width - x);
			const h = Math.min(Math.round(rectangle.height * scale), height - y);
			corners.set(
				[y * stride + x, y * stride + x + w, (y + h) * stride + x, (y + h) * stride + x + w],
				4 * r,
			);
			weights[r] = rectangle.weight * w * h === 0 ? 0 : rectangle.weight;
			r++;
		}
		balance(weights, corners, stride, from, r);
	}
	firstRectangle[stumps.length] = r;
	let first = 0;
	return {
		stages: cascade.stages.map((stage) => {
			const range = { threshold: stage.threshold, first, last: first + stage.stumps.length };
			first = range.last;
			return range;
		}),
		firstRectangle,
		thresholds: Float64Array.from(stumps, (stump) => stump.threshold),
		left: Float64Array.from(stumps, (stump) => stump.left),
		right: Float64Array.from(stumps, (stump) => stump.right),
		corners,
		weights,
	};
}

/** Rounding the rectangles must not let a flat window vote: the first weight makes weighted areas sum to 0. */
function balance(weights: Float64Array, corners: Int32Array, stride: number, from: number, to: number): void {
	const area = (r: number): number => {
		const width = (corners[4 * r + 1] as number) - (corners[4 * r] as number);
		const height = ((corners[4 * r + 2] as number) - (corners[4 * r] as number)) / stride;
		return width * height;
	};
	let others = 0;
	for (let r = from + 1; r < to; r++) others += (weights[r] as number) * area(r);
	const first = area(from);
	if (first > 0) weights[from] = -others / first;
}

function passes(compiled: CompiledStages, sum: Float64Array, origin: number, norm: number): boolean {
	const { stages, firstRectangle, thresholds, left, right, corners, weights } = compiled;
	for (const stage of stages) {
		let votes = 0;
		for (let s = stage.first; s < stage.last; s++) {
			let value = 0;
			const end = firstRectangle[s + 1] as number;
			for (let r = firstRectangle[s] as number; r < end; r++) {
				const c = 4 * r;
				value +=
					(weights[r] as number) *
					((sum[origin + (corners[c + 3] as number)] as number) -
						(sum[origin + (corners[c + 2] as number)] as number) -
						(sum[origin + (corners[c + 1] as number)] as number) +
						(sum[origin + (corners[c] as number)] as number));
			}
			votes += value < (thresholds[s] as number) * norm ? (left[s] as number) : (right[s] as number);
		}
		if (votes < stage.threshold) return false;
	}
	return true;
}
