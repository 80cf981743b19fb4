import { UndertoneError } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { type HaarCascade, readOpencvCascade } from "./cascade.ts";
import { detectHaar } from "./detect-haar.ts";
import { groupBoxes } from "./group-boxes.ts";

/** One stump that votes 1 where the lower half of a 20 × 20 window is much brighter than the whole. */
const brightBelow: HaarCascade = {
	width: 20,
	height: 20,
	stages: [
		{
			threshold: 0.5,
			stumps: [
				{
					rectangles: [
						{ x: 0, y: 0, width: 20, height: 20, weight: -1 },
						{ x: 0, y: 10, width: 20, height: 10, weight: 2 },
					],
					threshold: 1.15,
					left: 0,
					right: 1,
				},
			],
		},
	],
};

/** A black picture with a white square. */
function picture(gain = 1, offset = 0): { width: number; height: number; data: Uint8Array } {
	const width = 80;
	const data = new Uint8Array(width * 60).fill(offset);
	for (let y = 30; y < 40; y++) data.fill(offset + 200 * gain, y * width + 24, y * width + 44);
	return { width, height: 60, data };
}

describe("detectHaar", () => {
	it("finds the dark-above-bright place of a drawn picture", () => {
		const [best] = detectHaar(picture(), brightBelow, { minNeighbours: 1, maxSize: 20 });
		expect(best?.box.x).toBeCloseTo(24, -1);
		expect(best?.box.y).toBeCloseTo(20, -1);
	});

	it("finds nothing in a flat picture", () => {
		const flat = { width: 60, height: 60, data: new Uint8Array(3600).fill(90) };
		expect(detectHaar(flat, brightBelow, { minNeighbours: 1 })).toEqual([]);
	});

	it("does not mind gain or offset of the light", () => {
		const options = { minNeighbours: 1, maxSize: 20 };
		expect(detectHaar(picture(0.5, 40), brightBelow, options)).toEqual(
			detectHaar(picture(), brightBelow, options),
		);
	});

	it("gives nothing for a picture smaller than the window", () => {
		expect(detectHaar({ width: 1, height: 1, data: new Uint8Array(1) }, brightBelow)).toEqual([]);
	});

	it("refuses a scale factor that never grows", () => {
		expect(() => detectHaar(picture(), brightBelow, { scaleFactor: 1 })).toThrow(
			"detectHaar: scaleFactor must be above 1, got 1. 1.1 is usual.",
		);
	});
});

describe("readOpencvCascade", () => {
	it("reads OpenCV's layout, with an assignment in front", () => {
		const text = `var x = ${JSON.stringify({
			type_id: "opencv-haar-classifier",
			size: "20 20",
			stages: [
				{
					trees: [
						[
							{
								feature: { rects: ["3 7 14 4 -1.", "3 9 14 2 2."], tilted: "0" },
								threshold: "4.0e-003",
								left_val: "0.1",
								right_val: "0.8",
							},
						],
					],
					stage_threshold: "0.5",
				},
			],
		})};`;
		const cascade = readOpencvCascade(text);
		expect(cascade.stages[0]?.threshold).toBe(0.5);
		expect(cascade.stages[0]?.stumps[0]?.rectangles[1]).toEqual({
			x: 3,
			y: 9,
			width: 14,
			height: 2,
			weight: 2,
		});
		expect(cascade.stages[0]?.stumps[0]?.threshold).toBe(0.004);
	});

	it("refuses other files in plain words", () => {
		expect(() => readOpencvCascade("hello")).toThrow(UndertoneError);
		expect(() => readOpencvCascade('{"a":1}')).toThrow(/must be OpenCV's "opencv-haar-classifier"/);
	});
});

describe("groupBoxes", () => {
	it("merges what agrees and drops what stands alone", () => {
		const boxes = [
			{ x: 10, y: 10, width: 20, height: 20 },
			{ x: 11, y: 10, width: 20, height: 20 },
			{ x: 12, y: 10, width: 20, height: 20 },
			{ x: 70, y: 10, width: 20, height: 20 },
		];
		expect(groupBoxes(boxes, 2)).toEqual([{ box: { x: 11, y: 10, width: 20, height: 20 }, neighbours: 3 }]);
	});
});
