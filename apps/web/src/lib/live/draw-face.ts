import { type Landmarks, meshTriangles } from "@undertone/face";
import type { AnalyzedFace } from "@undertone/recognize";
import { palette } from "./canvas.ts";

/** How faces are drawn over a picture. */
interface DrawFaceOptions {
	/** Pixels of the canvas for one of the analysed picture. */
	readonly scale: number;
	/** Width of the canvas where it is mirrored, as an own picture is. */
	readonly mirrored?: number;
	readonly mesh: boolean;
	/** What stands over the box. */
	readonly caption: string;
}

/** A light line with a dark rim. */
const boxLines = [
	["rgb(0 0 0 / 45%)", 4.5],
	["#8ed3d1", 2],
] as const;

/** Every edge of the mesh once, as pairs of points. */
const edges: Uint16Array = (() => {
	const pairs = new Set<number>();
	for (let t = 0; t < meshTriangles.length; t += 3) {
		for (let k = 0; k < 3; k++) {
			const a = meshTriangles[t + k] as number;
			const b = meshTriangles[t + ((k + 1) % 3)] as number;
			pairs.add(Math.min(a, b) * 512 + Math.max(a, b));
		}
	}
	return Uint16Array.from([...pairs].flatMap((pair) => [Math.floor(pair / 512), pair % 512]));
})();

/** Draws a face's mesh, its box and a caption. */
export function drawFace(
	context: CanvasRenderingContext2D,
	{ box, landmarks }: Pick<AnalyzedFace, "box"> & { readonly landmarks: Landmarks },
	{ scale, mirrored, mesh, caption }: DrawFaceOptions,
): void {
	const x = (pixels: number): number => (mirrored === undefined ? pixels * scale : mirrored - pixels * scale);
	const { surface, ink } = palette();
	if (mesh) {
		context.beginPath();
		for (let e = 0; e < edges.length; e += 2) {
			const a = 3 * (edges[e] as number);
			const b = 3 * (edges[e + 1] as number);
			context.moveTo(x(landmarks[a] as number), (landmarks[a + 1] as number) * scale);
			context.lineTo(x(landmarks[b] as number), (landmarks[b + 1] as number) * scale);
		}
		context.strokeStyle = "rgb(255 255 255 / 45%)";
		context.lineWidth = 0.7;
		context.stroke();
	}
	const left = mirrored === undefined ? x(box.x) : x(box.x + box.width);
	const top = box.y * scale;
	const width = box.width * scale;
	const height = box.height * scale;
	context.beginPath();
	context.roundRect(left, top, width, height, 8);
	// It lies on a picture, bright or dark, whatever the page's colours.
	for (const [colour, thickness] of boxLines) {
		context.strokeStyle = colour;
		context.lineWidth = thickness;
		context.stroke();
	}
	if (caption === "") return;
	context.font = `560 13px ${getComputedStyle(document.body).fontFamily}`;
	const text = context.measureText(caption).width + 16;
	const from = Math.max(2, Math.min(left, context.canvas.clientWidth - text - 2));
	// Above the box or below it, wherever less of the face is covered.
	const above = Math.max(2, top - 28);
	const below = Math.min(top + height + 4, context.canvas.clientHeight - 26);
	const at = above + 24 - top <= top + height - below ? above : below;
	context.fillStyle = surface;
	context.beginPath();
	context.roundRect(from, at, text, 24, 6);
	context.fill();
	context.fillStyle = ink;
	context.textBaseline = "middle";
	context.fillText(caption, from + 8, at + 12.5);
}
