import type { Random } from "@undertone/core";
import { splineCoefficients, splineValue } from "./spline-picture.ts";

/** Ways to see a picture between its pixels. */
export const interpolations = ["bilinear", "cubic-spline"] as const;

/** How much a picture may be changed. */
export interface WarpRanges {
	/** Degrees, either way. */
	readonly rotation: number;
	/** Share of the size, either way. */
	readonly scale: number;
	/** Share of the width, either way. */
	readonly shift: number;
	/** Share of contrast and of one deviation of brightness, either way. */
	readonly light: number;
	/** Probability that a rectangle is blotted out. */
	readonly erase: number;
	/**
	 * How a picture is seen between its pixels. The default, `bilinear`, blurs it, so that pictures trained on are less
	 * sharp than those asked about.
	 */
	readonly interpolation?: (typeof interpolations)[number] | undefined;
}

/** What a face in a real picture varies by, and no more. */
export const faceWarp: WarpRanges = { rotation: 14, scale: 0.14, shift: 0.09, light: 0.25, erase: 0.35 };

/**
 * Changes a square picture in place: mirrored half of the time, rotated, scaled, shifted (edges repeated),
 * lit otherwise, a rectangle blotted out.
 *
 * @param picture - Grey values with mean 0, row by row.
 * @see Zhong et al. (2020), doi:10.1609/aaai.v34i07.7000, for the rectangle
 */
export function warpFace(picture: Float32Array, side: number, random: Random, ranges: WarpRanges): void {
	const either = (): number => 2 * random.next() - 1;
	const angle = (either() * ranges.rotation * Math.PI) / 180;
	const zoom = 1 + either() * ranges.scale;
	const stretch = 1 + (either() * ranges.scale) / 3;
	const mirror = random.next() < 0.5 ? -1 : 1;
	const dx = either() * ranges.shift * side;
	const dy = either() * ranges.shift * side;
	const gain = 1 + either() * ranges.light;
	const bias = either() * ranges.light;
	const center = (side - 1) / 2;
	const cos = Math.cos(angle) / zoom;
	const sin = Math.sin(angle) / zoom;
	const source = picture.slice();
	const spline = ranges.interpolation === "cubic-spline";
	if (spline) splineCoefficients(source, side);
	const seen = spline ? splineValue : bilinear;
	const last = side - 1;
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const u = (x - center) * mirror * stretch;
			const v = y - center;
			const px = Math.min(Math.max(cos * u - sin * v + center + dx, 0), last);
			const py = Math.min(Math.max(sin * u + cos * v + center + dy, 0), last);
			picture[y * side + x] = gain * seen(source, side, px, py) + bias;
		}
	}
	if (random.next() < ranges.erase) blot(picture, side, random);
}

function bilinear(source: Float32Array, side: number, x: number, y: number): number {
	const left = Math.min(Math.floor(x), side - 2);
	const top = Math.min(Math.floor(y), side - 2);
	const fx = x - left;
	const fy = y - top;
	const at = top * side + left;
	const upper = (source[at] as number) * (1 - fx) + (source[at + 1] as number) * fx;
	const lower = (source[at + side] as number) * (1 - fx) + (source[at + side + 1] as number) * fx;
	return upper * (1 - fy) + lower * fy;
}

function blot(picture: Float32Array, side: number, random: Random): void {
	const width = Math.round(side * (0.1 + 0.25 * random.next()));
	const height = Math.round(side * (0.1 + 0.25 * random.next()));
	const left = random.integer(side - width);
	const top = random.integer(side - height);
	const value = 2 * random.next() - 1;
	for (let y = top; y < top + height; y++) picture.fill(value, y * side + left, y * side + left + width);
}
