import { describe, expect, it } from "vitest";
import { readFaceModels } from "#face-models";
import { drawFaces } from "../testing/draw-face.ts";
import { createFaceFinder } from "../track/create-face-finder.ts";
import { readFrontalCascade } from "./read-frontal-cascade.node.ts";

describe("OpenCV's frontal face cascade, as the npm package tracking carries it", () => {
	it("has the 22 stages and 2,135 stumps of haarcascade_frontalface_alt", async () => {
		const cascade = await readFrontalCascade();
		expect([cascade.width, cascade.height, cascade.stages.length]).toEqual([20, 20, 22]);
		expect(cascade.stages.reduce((sum, stage) => sum + stage.stumps.length, 0)).toBe(2135);
	});

	it("finds a drawn face in place of BlazeFace, and the mesh is laid where it stands", async () => {
		const models = await readFaceModels();
		const portrait = drawFaces(480, 480, [{ x: 240, y: 230, scale: 16 }]);
		const boxes = [];
		for (const options of [{}, { cascade: await readFrontalCascade() }]) {
			const finder = await createFaceFinder(models, options);
			const faces = await finder.find(portrait, { thorough: true });
			const black = { width: 200, height: 100, data: new Uint8Array(80_000) };
			expect(await finder.find(black, { thorough: true })).toEqual([]);
			await finder.release();
			expect(faces).toHaveLength(1);
			boxes.push(faces[0]?.box);
		}
		// Both meshes had a second look: a twentieth of the face is 12 pixels.
		const [blaze, haar] = boxes.map((box) => [box?.x, box?.y, box?.width, box?.height] as number[]);
		expect(haar).toBeCloseToArray(blaze as number[], { rtol: 0, atol: 12 });
	});

	it("follows a face through a video", async () => {
		const finder = await createFaceFinder(await readFaceModels(), { cascade: await readFrontalCascade() });
		const ids = new Set<number>();
		for (let frame = 0; frame < 8; frame++) {
			const image = drawFaces(480, 360, [{ x: 200 + 8 * frame, y: 180, scale: 13 }]);
			for (const { id } of await finder.find(image, { video: true })) ids.add(id);
		}
		await finder.release();
		expect([...ids]).toEqual([1]);
	});
});
