import type { Prediction, Reason } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { createLiveTimeline, isDoubtful } from "./live-timeline.ts";

function says(happy: number, reasons: readonly Reason[] = []): Prediction {
	return {
		label: reasons.length > 0 ? null : happy >= 0.5 ? "happy" : "sad",
		scores: { happy, sad: 1 - happy },
		confidence: Math.max(happy, 1 - happy),
		notSure: reasons.length > 0,
		reasons,
	};
}
const nothing: Prediction = {
	label: null,
	scores: null,
	confidence: 0,
	notSure: true,
	reasons: ["no-speech"],
};

describe("createLiveTimeline", () => {
	it("gives each cell the mean of the windows over it", () => {
		const timeline = createLiveTimeline(0.5);
		timeline.add({ start: 0, end: 1 }, says(0.9));
		timeline.add({ start: 0.5, end: 1.5 }, says(0.5));
		expect(timeline.length).toBe(3);
		expect(timeline.cell(0)?.scores?.happy).toBeCloseTo(0.9, 12);
		expect(timeline.cell(1)?.scores?.happy).toBeCloseTo(0.7, 12);
		expect(timeline.cell(2)?.scores?.happy).toBeCloseTo(0.5, 12);
	});

	it("puts a frame into the cell it falls in", () => {
		const timeline = createLiveTimeline(0.5);
		timeline.add({ start: 1.1, end: 1.1 }, says(0.8));
		timeline.add({ start: 1.2, end: 1.2 }, says(0.6));
		expect(timeline.cell(0)).toBeNull();
		expect(timeline.cell(2)?.scores?.happy).toBeCloseTo(0.7, 12);
		expect(timeline.length).toBe(3);
	});

	it("merges neighbours with the same answer into a segment", () => {
		const timeline = createLiveTimeline(0.5);
		timeline.add({ start: 0, end: 1 }, says(0.9));
		timeline.add({ start: 1, end: 1.5 }, says(0.2));
		timeline.add({ start: 2, end: 2.5 }, says(0.1));
		expect(timeline.segments().map(({ start, end, label }) => [start, end, label])).toEqual([
			[0, 1, "happy"],
			[1, 1.5, "sad"],
			[2, 2.5, "sad"],
		]);
		expect(timeline.overall()?.scores?.happy).toBeCloseTo((0.9 + 0.9 + 0.2 + 0.1) / 4, 12);
	});

	it("leaves doubtful cells out of the whole where there are sound ones", () => {
		const timeline = createLiveTimeline(0.5);
		timeline.add({ start: 0, end: 0.5 }, says(0.1, ["noise"]));
		expect(timeline.overall()).toMatchObject({ label: null, confidence: 0.9, reasons: ["noise"] });
		timeline.add({ start: 0.5, end: 1 }, says(0.8));
		expect(timeline.overall()).toMatchObject({ label: "happy", confidence: 0.8, reasons: [] });
	});

	it("keeps the reason where nothing could be scored, and makes no segment of it", () => {
		const timeline = createLiveTimeline(0.5);
		timeline.add({ start: 0, end: 0.5 }, nothing);
		expect(timeline.cell(0)).toEqual(nothing);
		expect(timeline.segments()).toEqual([]);
		expect(timeline.overall()).toBeNull();
	});

	it("is not sure under the threshold, and where most of what was added is doubtful", () => {
		const timeline = createLiveTimeline(0.6);
		timeline.add({ start: 0, end: 0.5 }, says(0.55));
		timeline.add({ start: 0.5, end: 1 }, says(0.9, ["noise"]));
		expect(timeline.cell(0)).toMatchObject({ label: null, reasons: ["low-confidence"] });
		expect(timeline.cell(1)).toMatchObject({ label: null, notSure: true, reasons: ["noise"] });
	});
});

describe("trust in a cell", () => {
	it("is the mean of what was added to it", () => {
		const timeline = createLiveTimeline(0);
		timeline.add({ start: 0, end: 0.5 }, { ...says(0.8), trust: 0 });
		timeline.add({ start: 0.5, end: 1 }, { ...says(0.8), trust: 0.5 });
		timeline.add({ start: 0.5, end: 1 }, says(0.8));
		expect(timeline.cell(0)?.trust).toBe(0);
		expect(timeline.cell(1)?.trust).toBe(0.75);
	});
});

describe("isDoubtful", () => {
	it("tells a bad source from scores that are near each other", () => {
		expect(isDoubtful(says(0.5, ["low-confidence"]))).toBe(false);
		expect(isDoubtful(says(0.9, ["noise"]))).toBe(true);
		expect(isDoubtful(nothing)).toBe(true);
		expect(isDoubtful({ ...says(0.9), reasons: ["clipped"] })).toBe(false);
	});
});
