import { describe, expect, it } from "vitest";
import { createFaceTracker } from "./create-face-tracker.ts";

const at = (x: number): { x: number; y: number; width: number; height: number } => ({
	x,
	y: 0,
	width: 100,
	height: 100,
});

describe("createFaceTracker", () => {
	it("keeps the numbers of faces that move, whatever the order they come in", () => {
		const tracker = createFaceTracker();
		expect(tracker.update([at(0), at(300)])).toEqual([1, 2]);
		expect(tracker.update([at(310), at(15)])).toEqual([2, 1]);
	});

	it("knows a face again that was missed for a moment, and gives a new number after a while", () => {
		const tracker = createFaceTracker({ patience: 2 });
		tracker.update([at(0)]);
		tracker.update([]);
		expect(tracker.update([at(5)])).toEqual([1]);
		for (let i = 0; i < 3; i++) tracker.update([]);
		expect(tracker.update([at(5)])).toEqual([2]);
	});

	it("gives one number to one face: the nearer of two keeps it", () => {
		const tracker = createFaceTracker();
		tracker.update([at(0)]);
		expect(tracker.update([at(40), at(5)])).toEqual([2, 1]);
	});
});
