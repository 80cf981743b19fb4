import type { Random } from "@undertone/core";

/**
 * Frames of a still picture as a camera in a hand gives them: rotation (up to 6°), size (5 %) and place (4 %) drift
 * from frame to frame, the light wavers by 5 %, and every frame has a sensor's noise of 2 grey values.
 *
 * @param pixels - Grey, square, row by row, 0–255.
 * @returns `count` pictures of the same size; one alone is the picture as it is.
 */
export function movePicture(pixels: Uint8Array, count: number, random: Random): Uint8Array[] {
	if (count === 1) return [pixels];
	const side = Math.round(Math.sqrt(pixels.length));
	const from = drawView(random, side);
	const to = drawView(random, side);
	return Array.from({ length: count }, (_, frame) => {
		const share = frame / (count - 1);
		const between = (key: keyof View): number => (1 - share) * from[key] + share * to[key];
		const view = {
			angle: between("angle"),
			zoom: between("zoom"),
			dx: between("dx"),
			dy: between("dy"),
			gain: 1 + 0.05 * (2 * random.next() - 1),
		};
		return look(pixels, side, view, random);
	});
}

interface View {
	readonly angle: number;
	readonly zoom: number;
	readonly dx: number;
	readonly dy: number;
	readonly gain: number;
}

function drawView(random: Random, side: number): View {
	const either = (most: number): number => most * (2 * random.next() - 1);
	return {
		angle: (either(6) * Math.PI) / 180,
		zoom: 1 + either(0.05),
		dx: either(0.04) * side,
		dy: either(0.04) * side,
		gain: 1,
	};
}

function look(
	pixels: Uint8Array,
	side: number,
	{ angle, zoom, dx, dy, gain }: View,
	random: Random,
): Uint8Array {
	const center = (side - 1) / 2;
	const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
	return Uint8Array.from({ length: side * side }, (_, i) => {
		const u = (i % side) - center;
		const v = Math.floor(i / side) - center;
		const grey = bilinear(pixels, side, cos * u - sin * v + center + dx, sin * u + cos * v + center + dy);
		return Math.max(0, Math.min(255, Math.round(gain * grey + 2 * random.normal())));
	});
}

/** Edges are repeated. */
function bilinear(pixels: Uint8Array, side: number, x: number, y: number): number {
	const px = Math.min(Math.max(x, 0), side - 1);
	const py = Math.min(Math.max(y, 0), side - 1);
	const left = Math.min(Math.floor(px), side - 2);
	const top = Math.min(Math.floor(py), side - 2);
	const [fx, fy] = [px - left, py - top];
	const at = (column: number, row: number): number => pixels[row * side + column] as number;
	const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
	const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
	return upper * (1 - fy) + lower * fy;
}
