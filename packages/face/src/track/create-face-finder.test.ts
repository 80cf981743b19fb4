import { beforeAll, describe, expect, it } from "vitest";
import { readFaceModels } from "#face-models";
import { headPose } from "../geometry/head-pose.ts";
import { meshPoints } from "../mediapipe/landmarks.ts";
import { drawFaces } from "../testing/draw-face.ts";
import { createFaceFinder, type FaceFinder } from "./create-face-finder.ts";

let finder: FaceFinder;
beforeAll(async () => {
	finder = await createFaceFinder(await readFaceModels());
});

describe("createFaceFinder", () => {
	it("finds a drawn face where it was drawn, with its nose and chin", async () => {
		const faces = await finder.find(drawFaces(640, 480, [{ x: 300, y: 240, scale: 16 }]));
		expect(faces).toHaveLength(1);
		const [face] = faces;
		const point = (i: number): ArrayLike<number> => face?.landmarks.subarray(3 * i, 3 * i + 2) ?? [];
		// Half a centimetre of the drawn face is 8 pixels; the canonical nose tip lies 1.13 cm under its middle.
		expect(point(meshPoints.noseTip)).toBeCloseToArray([300, 240 + 1.13 * 16], { rtol: 0, atol: 16 });
		expect(point(meshPoints.chin)).toBeCloseToArray([300, 240 + 9.4 * 16], { rtol: 0, atol: 24 });
		expect(face?.id).toBe(1);
	});

	it("says how it is turned and leans", async () => {
		const pose = async (yaw: number, roll: number): Promise<{ yaw: number; roll: number }> => {
			const [face] = await finder.find(drawFaces(480, 480, [{ x: 240, y: 240, scale: 16, yaw, roll }]));
			return headPose(face?.landmarks as Float32Array).pose;
		};
		// The model was made for photographs: on a drawing its angles are some degrees off.
		expect((await pose(25, 0)).yaw).toBeGreaterThan(12);
		expect((await pose(-25, 0)).yaw).toBeLessThan(-12);
		expect(Math.abs((await pose(0, 20)).roll - 20)).toBeLessThan(6);
		expect(Math.abs((await pose(0, -20)).roll + 20)).toBeLessThan(6);
	});

	it("finds nothing in noise, in black, and in a picture of one pixel", async () => {
		const noise = new Uint8Array(4 * 200 * 200).map((_, i) => (i * 7919 * (i % 131)) % 256);
		expect(await finder.find({ width: 200, height: 200, data: noise })).toEqual([]);
		expect(await finder.find({ width: 200, height: 100, data: new Uint8Array(80_000) })).toEqual([]);
		expect(await finder.find({ width: 1, height: 1, data: new Uint8Array(4) })).toEqual([]);
	});

	it("keeps the number of a face that moves, though another appears", async () => {
		finder.reset();
		const seen: number[][] = [];
		for (let frame = 0; frame < 10; frame++) {
			const moving = { x: 150 + 8 * frame, y: 200, scale: 10 };
			const other = { x: 480, y: 220, scale: 10 };
			const image = drawFaces(640, 400, frame < 2 ? [moving] : [moving, other]);
			seen.push((await finder.find(image, { video: true })).map(({ id }) => id));
		}
		expect(seen[0]).toEqual([1]);
		expect(seen.at(-1)).toEqual([1, 2]);
		expect(seen.every((ids) => ids[0] === 1)).toBe(true);
	});

	it("finds twenty small faces in a thorough search", async () => {
		const many = Array.from({ length: 20 }, (_, i) => ({
			x: 100 + 195 * (i % 5),
			y: 110 + 190 * Math.floor(i / 5),
			scale: 7,
		}));
		const faces = await finder.find(drawFaces(1000, 800, many), { thorough: true });
		const found = many.filter(({ x, y }) =>
			faces.some(({ box }) => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y) < 40),
		);
		expect(found.length).toBeGreaterThanOrEqual(18);
		expect(faces.length).toBeLessThanOrEqual(20);
	});

	it("refuses a picture whose length does not fit", async () => {
		await expect(finder.find({ width: 10, height: 10, data: new Uint8Array(3) })).rejects.toThrow(
			"must have 400 bytes, got 3",
		);
	});
});
