import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createBlendshapes } from "../mediapipe/create-blendshapes.ts";
import { drawFaces } from "../testing/draw-face.ts";
import { createFaceFinder } from "../track/create-face-finder.ts";
import { readFaceTask } from "./read-face-task.ts";

const path = join(
	import.meta.dirname,
	"../../../../../shared/data/face/face-landmarker/face_landmarker.task",
);

describe.skipIf(!existsSync(path))("face_landmarker.task (needs ../shared/data)", () => {
	it("gives 478 points and blendshapes that see the mouth open", async () => {
		const task = await readFaceTask(readFileSync(path));
		const finder = await createFaceFinder(task);
		const shapes = await createBlendshapes(task.blendshapes);
		const jaw = async (open: number): Promise<number> => {
			const lower = [14, 17, 84, 314, 87, 317, 178, 402, 181, 405, 88, 318, 91, 321, 152, 148, 377, 176, 400];
			const move = (point: number): readonly [number, number] => [0, lower.includes(point) ? -open : 0];
			const [face] = await finder.find(drawFaces(480, 480, [{ x: 240, y: 220, scale: 18, move }]));
			expect(face?.landmarks).toHaveLength(3 * 478);
			return (await shapes.estimate(face?.landmarks as Float32Array)).jawOpen;
		};
		expect(await jaw(2)).toBeGreaterThan((await jaw(0)) + 0.1);
		await expect(shapes.estimate(new Float32Array(1404))).rejects.toThrow("must be 478 points, got 468");
	});
});
