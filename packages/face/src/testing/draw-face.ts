import { canonicalVertices, meshTriangles } from "../geometry/canonical-face.ts";
import type { RgbaImage } from "../image.ts";

/** A face to be drawn. */
export interface DrawnFace {
	/** Where the middle of the face lies, pixels. */
	readonly x: number;
	readonly y: number;
	/** Pixels for a centimetre; the face is about 14 by 16 centimetres. */
	readonly scale: number;
	/** Degrees, as in `HeadPose`. */
	readonly yaw?: number;
	readonly roll?: number;
	/** Moves a point of the mesh, centimetres. */
	readonly move?: (point: number, x: number, y: number) => readonly [dx: number, dy: number];
}

type Colour = readonly [red: number, green: number, blue: number];

/**
 * MediaPipe's canonical face, shaded, with painted lips, brows and eyes: a face of nobody, which the detector and the
 * mesh take for one. For tests.
 */
export function drawFaces(width: number, height: number, faces: readonly DrawnFace[]): RgbaImage {
	const data = new Uint8Array(4 * width * height);
	for (let i = 0; i < width * height; i++) data.set([90, 110, 130, 255], 4 * i);
	for (const face of faces) drawFace({ width, height, data }, face);
	return { width, height, data };
}

const rings: readonly (readonly [points: readonly number[], colour: Colour])[] = [
	[
		[61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146],
		[150, 60, 60],
	],
	[
		[78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95],
		[80, 25, 30],
	],
	[
		[33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
		[235, 235, 235],
	],
	[
		[263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249],
		[235, 235, 235],
	],
	[
		[70, 63, 105, 66, 107, 55, 65, 52, 53, 46],
		[50, 35, 30],
	],
	[
		[300, 293, 334, 296, 336, 285, 295, 282, 283, 276],
		[50, 35, 30],
	],
];

interface Vertex {
	readonly x: number;
	readonly y: number;
	/** Larger is nearer. */
	readonly z: number;
}

function drawFace(image: RgbaImage, face: DrawnFace): void {
	const vertices = place(face);
	const depth = new Float32Array(image.width * image.height).fill(-Infinity);
	for (let t = 0; t < meshTriangles.length; t += 3) {
		const corners = [0, 1, 2].map((k) => vertices[meshTriangles[t + k] as number] as Vertex);
		const light = lightOn(corners);
		fill(image, depth, corners, [60 + 170 * light, 45 + 130 * light, 35 + 105 * light], 0);
	}
	for (const [ring, colour] of rings) {
		for (let i = 1; i + 1 < ring.length; i++) {
			const corners = [ring[0], ring[i], ring[i + 1]].map((p) => vertices[p as number] as Vertex);
			fill(image, depth, corners, colour, 0.45 * face.scale);
		}
	}
	for (const [outer, inner] of [
		[33, 133],
		[263, 362],
	] as const) {
		drawIris(image, vertices[outer] as Vertex, vertices[inner] as Vertex, face.scale);
	}
}

function place({ x, y, scale, yaw = 0, roll = 0, move }: DrawnFace): Vertex[] {
	const [a, b] = [(yaw * Math.PI) / 180, (roll * Math.PI) / 180];
	return Array.from({ length: 468 }, (_, i) => {
		const [cx, cy, cz] = canonicalVertices.subarray(3 * i, 3 * i + 3) as unknown as [number, number, number];
		const [dx, dy] = move?.(i, cx, cy) ?? [0, 0];
		const turned = Math.cos(a) * (cx + dx) + Math.sin(a) * cz;
		const up = cy + dy;
		return {
			x: x + scale * (Math.cos(b) * turned + Math.sin(b) * up),
			y: y + scale * (Math.sin(b) * turned - Math.cos(b) * up),
			z: scale * (Math.cos(a) * cz - Math.sin(a) * (cx + dx)),
		};
	});
}

/** From above and in front, in [0, 1]. */
function lightOn(corners: readonly Vertex[]): number {
	const [a, b, c] = corners as [Vertex, Vertex, Vertex];
	const u = { x: b.x - a.x, y: b.y - a.y, z: b.z - a.z };
	const v = { x: c.x - a.x, y: c.y - a.y, z: c.z - a.z };
	const normal = { x: u.y * v.z - u.z * v.y, y: u.z * v.x - u.x * v.z, z: u.x * v.y - u.y * v.x };
	const length = Math.hypot(normal.x, normal.y, normal.z) * Math.sign(normal.z || 1);
	return Math.max(0, (0.2 * normal.x - 0.5 * normal.y + 0.8 * normal.z) / length);
}

function fill(
	{ width, height, data }: RgbaImage,
	depth: Float32Array,
	corners: readonly Vertex[],
	colour: Colour,
	nearer: number,
): void {
	const [a, b, c] = corners as [Vertex, Vertex, Vertex];
	const area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
	if (area === 0) return;
	const right = Math.min(width - 1, Math.max(a.x, b.x, c.x));
	const bottom = Math.min(height - 1, Math.max(a.y, b.y, c.y));
	for (let y = Math.max(0, Math.floor(Math.min(a.y, b.y, c.y))); y <= bottom; y++) {
		for (let x = Math.max(0, Math.floor(Math.min(a.x, b.x, c.x))); x <= right; x++) {
			const wb = ((x - a.x) * (c.y - a.y) - (y - a.y) * (c.x - a.x)) / area;
			const wc = ((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / area;
			const wa = 1 - wb - wc;
			if (Math.min(wa, wb, wc) < -0.01) continue;
			const z = wa * a.z + wb * b.z + wc * c.z + nearer;
			const at = y * width + x;
			if (z < (depth[at] as number)) continue;
			depth[at] = z;
			data.set(colour, 4 * at);
		}
	}
}

function drawIris({ width, height, data }: RgbaImage, a: Vertex, b: Vertex, scale: number): void {
	const [cx, cy] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
	const radius = 0.5 * scale;
	for (let y = Math.ceil(cy - radius); y <= cy + radius; y++) {
		for (let x = Math.ceil(cx - radius); x <= cx + radius; x++) {
			const distance = Math.hypot(x - cx, y - cy);
			if (distance > radius || x < 0 || y < 0 || x >= width || y >= height) continue;
			data.set(distance < 0.45 * radius ? [10, 10, 10] : [70, 50, 30], 4 * (y * width + x));
		}
	}
}
