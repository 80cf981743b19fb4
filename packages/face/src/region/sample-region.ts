import type { RgbaImage } from "../image.ts";
import { type Region, regionToImage } from "./region.ts";

/** What a region is sampled to. */
export interface SampleOptions {
	/** Width of the result, pixels. */
	readonly width: number;
	/** Height of the result, pixels. */
	readonly height: number;
	/** What 0 becomes. */
	readonly low: number;
	/** What 255 becomes. */
	readonly high: number;
	/** What lies outside the picture: black, or its nearest edge. */
	readonly outside: "black" | "edge";
}

/** Samples a side of the square averaged for one pixel of the result; more would only cost time. */
const mostSamples = 16;

/**
 * The colours of a region: bilinear, and where it shrinks to less than half, the mean of the pixels that fall together.
 *
 * @returns Red, green, blue, row by row, shape `[height, width, 3]`.
 */
export function sampleRegion(image: RgbaImage, region: Region, options: SampleOptions): Float32Array {
	const { width, height, low, high } = options;
	const shrink = Math.max(region.width / width, region.height / height);
	const samples = shrink <= 2 ? 1 : Math.min(mostSamples, Math.ceil(shrink));
	const [left, top] = regionToImage(region, 0, 0);
	const [right, rightY] = regionToImage(region, 1, 0);
	const [bottomX, bottom] = regionToImage(region, 0, 1);
	const grid: Grid = {
		left: left - 0.5,
		top: top - 0.5,
		alongX: (right - left) / width,
		alongY: (rightY - top) / width,
		downX: (bottomX - left) / height,
		downY: (bottom - top) / height,
		black: options.outside === "black",
	};
	const result = new Float32Array(3 * width * height);
	if (samples === 1) interpolate(image, grid, width, height, result);
	else average(image, grid, width, height, samples, result);
	const gain = (high - low) / 255 / (samples * samples);
	for (let i = 0; i < result.length; i++) result[i] = low + (result[i] as number) * gain;
	return result;
}

/** Where the result's pixels lie in the picture, whole numbers being the middles of its pixels. */
interface Grid {
	readonly left: number;
	readonly top: number;
	/** Steps in the picture for one step to the right, and for one down, in the result. */
	readonly alongX: number;
	readonly alongY: number;
	readonly downX: number;
	readonly downY: number;
	readonly black: boolean;
}

/** Bilinear, 0–255. */
function interpolate(
	image: RgbaImage,
	grid: Grid,
	width: number,
	height: number,
	result: Float32Array,
): void {
	const { data } = image;
	const lastX = image.width - 1;
	const lastY = image.height - 1;
	const stride = 4 * image.width;
	for (let row = 0, at = 0; row < height; row++) {
		for (let column = 0; column < width; column++, at += 3) {
			const x = grid.left + (column + 0.5) * grid.alongX + (row + 0.5) * grid.downX;
			const y = grid.top + (column + 0.5) * grid.alongY + (row + 0.5) * grid.downY;
			if (grid.black && (x < -0.5 || y < -0.5 || x > lastX + 0.5 || y > lastY + 0.5)) continue;
			const px = x < 0 ? 0 : x > lastX ? lastX : x;
			const py = y < 0 ? 0 : y > lastY ? lastY : y;
			const left = px | 0;
			const top = py | 0;
			const fx = px - left;
			const fy = py - top;
			const a = top * stride + 4 * left;
			const b = left < lastX ? a + 4 : a;
			const c = top < lastY ? a + stride : a;
			const d = left < lastX ? c + 4 : c;
			const wa = (1 - fx) * (1 - fy);
			const wb = fx * (1 - fy);
			const wc = (1 - fx) * fy;
			const wd = fx * fy;
			for (let k = 0; k < 3; k++) {
				result[at + k] =
					wa * (data[a + k] as number) +
					wb * (data[b + k] as number) +
					wc * (data[c + k] as number) +
					wd * (data[d + k] as number);
			}
		}
	}
}

/** Sums of `samples` × `samples` pixels spread evenly over each pixel of the result. */
function average(
	image: RgbaImage,
	grid: Grid,
	width: number,
	height: number,
	samples: number,
	result: Float32Array,
): void {
	const { data } = image;
	const lastX = image.width - 1;
	const lastY = image.height - 1;
	const stepX = grid.alongX / samples;
	const stepY = grid.alongY / samples;
	for (let row = 0; row < height * samples; row++) {
		const v = (row + 0.5) / samples;
		let at = 3 * width * Math.floor(row / samples);
		// Half a pixel is added so that truncation rounds.
		const startX = grid.left + v * grid.downX + 0.5 * stepX + 0.5;
		const startY = grid.top + v * grid.downY + 0.5 * stepY + 0.5;
		for (let column = 0; column < width; column++, at += 3) {
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let s = column * samples; s < (column + 1) * samples; s++) {
				const x = startX + s * stepX;
				const y = startY + s * stepY;
				let px = x | 0;
				let py = y | 0;
				if (x < 0 || y < 0 || px > lastX || py > lastY) {
					if (grid.black) continue;
					px = x < 0 ? 0 : px > lastX ? lastX : px;
					py = y < 0 ? 0 : py > lastY ? lastY : py;
				}
				const from = 4 * (py * image.width + px);
				red += data[from] as number;
				green += data[from + 1] as number;
				blue += data[from + 2] as number;
			}
			result[at] = (result[at] as number) + red;
			result[at + 1] = (result[at + 1] as number) + green;
			result[at + 2] = (result[at + 2] as number) + blue;
		}
	}
}
