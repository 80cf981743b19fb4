import { describe, expect, it } from "vitest";
import { readFaceModels } from "#face-models";
import type { GreyImage } from "../image.ts";
import { toGrey } from "../image.ts";
import { createFaceMesh } from "../mediapipe/create-face-mesh.ts";
import { drawFaces } from "../testing/draw-face.ts";
import { alignCrop } from "./align-crop.ts";

const mesh = await createFaceMesh((await readFaceModels()).faceLandmarks);

describe("alignCrop", () => {
	it("levels the eyes of a face that fills its picture", async () => {
		const { data } = drawFaces(96, 96, [{ x: 48, y: 46, scale: 5, roll: 15 }]);
		const aligned = (await alignCrop(mesh, toGrey(data, 96, 96), { size: 96 })) as GreyImage;
		// The darkest row of each half between forehead and nose is that of the brow: level when aligned.
		const darkest = (from: number, to: number): number => {
			const rows = Array.from({ length: 30 }, (_, i) => {
				let sum = 0;
				for (let x = from; x < to; x++) sum += aligned.data[(i + 12) * 96 + x] as number;
				return sum;
			});
			return rows.indexOf(Math.min(...rows));
		};
		expect(Math.abs(darkest(22, 40) - darkest(56, 74))).toBeLessThanOrEqual(3);
	});

	it("is null where there is no face", async () => {
		const flat = { width: 48, height: 48, data: new Uint8Array(2304).fill(120) };
		expect(await alignCrop(mesh, flat)).toBeNull();
	});
});
