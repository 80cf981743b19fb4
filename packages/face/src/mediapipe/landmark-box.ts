import type { Box } from "../image.ts";
import type { Landmarks } from "./landmarks.ts";

/** The smallest upright box around the mesh: forehead to chin, cheek to cheek. */
export function landmarkBox(landmarks: Landmarks): Box {
	let left = Infinity;
	let top = Infinity;
	let right = -Infinity;
	let bottom = -Infinity;
	for (let i = 0; i < 3 * 468; i += 3) {
		const x = landmarks[i] as number;
		const y = landmarks[i + 1] as number;
		if (x < left) left = x;
		if (x > right) right = x;
		if (y < top) top = y;
		if (y > bottom) bottom = y;
	}
	return { x: left, y: top, width: right - left, height: bottom - top };
}
