import type { Matrix } from "@undertone/core";
import { encodePng } from "./encode-png.ts";

/** Dark blue over green to yellow: even steps of lightness, readable without colour vision. */
const stops = [
	[13, 22, 48],
	[32, 72, 110],
	[38, 122, 128],
	[96, 170, 110],
	[236, 222, 110],
] as const;

/**
 * A matrix of frames as a picture: time from left to right, columns from bottom to top, the smallest value dark.
 *
 * @returns A PNG as a data address.
 */
export function heatMap(matrix: Matrix): string {
	let low = Infinity;
	let high = -Infinity;
	for (const value of matrix.data) {
		if (value < low) low = value;
		if (value > high) high = value;
	}
	const { rows: width, columns: height } = matrix;
	const rgb = new Uint8Array(3 * width * height);
	for (let t = 0; t < width; t++) {
		for (let k = 0; k < height; k++) {
			const share = high > low ? ((matrix.data[t * height + k] as number) - low) / (high - low) : 0;
			rgb.set(colour(share), 3 * ((height - 1 - k) * width + t));
		}
	}
	return `data:image/png;base64,${Buffer.from(encodePng(width, height, rgb)).toString("base64")}`;
}

function colour(share: number): number[] {
	const place = share * (stops.length - 1);
	const below = Math.min(stops.length - 2, Math.floor(place));
	const [a, b] = [stops[below], stops[below + 1]] as [readonly number[], readonly number[]];
	return a.map((value, i) => value + ((b[i] as number) - value) * (place - below));
}
