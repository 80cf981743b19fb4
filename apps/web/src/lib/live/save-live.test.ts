import { newAnalysisSchema } from "@undertone/api";
import type { Prediction } from "@undertone/core";
import type { LiveRecord, LiveTrack } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { emptyLiveState } from "./live-state.ts";
import { liveEntry } from "./save-live.ts";
import { createWaveRing } from "./wave-ring.ts";

const said = (label: "happy" | "neutral"): Prediction => ({
	label,
	scores: label === "happy" ? { happy: 0.75, neutral: 0.25 } : { happy: 0.25, neutral: 0.75 },
	confidence: 0.75,
	notSure: false,
	reasons: [],
});
const track = (overall: Prediction | null): LiveTrack => ({
	segments: overall === null ? [] : [{ start: 0, end: 2, ...overall }],
	overall,
	model: "model@1",
});
const record: LiveRecord = {
	started: "2026-11-28T18:00:00.000Z",
	duration: 2,
	speech: { ...track(said("neutral")), heard: [{ start: 0.5, end: 1.5 }] },
	face: track(said("happy")),
	fused: track(said("happy")),
	marks: [{ time: 1, text: "the door" }],
	note: "in the kitchen",
};

function entryOf(changes: Partial<LiveRecord>) {
	const wave = createWaveRing();
	wave.set(0, Float32Array.of(-0.5, 0.5));
	const store = { get: () => emptyLiveState, patch: () => undefined, subscribe: () => () => undefined };
	const entry = liveEntry({ record: () => ({ ...record, ...changes }), store, wave }, false);
	newAnalysisSchema.parse(entry);
	return entry;
}

describe("what is kept of a live session", () => {
	it("is every track, the marks and the note; as a whole, what both said together", () => {
		const entry = entryOf({});
		expect(entry.result).toMatchObject({
			label: "happy",
			speech: { overall: { label: "neutral" }, heard: [{ start: 0.5, end: 1.5 }] },
			face: { segments: [{ start: 0, end: 2, label: "happy" }] },
			fused: { overall: { label: "happy" } },
			marks: [{ time: 1, text: "the door" }],
		});
		expect([entry.note, entry.peaks]).toEqual(["in the kitchen", [-0.5, 0.5]]);
	});

	it("is the face's alone where there was no microphone, without an outline of sound", () => {
		const entry = entryOf({ speech: null, fused: null });
		expect(entry.result).toMatchObject({ label: "happy", speech: null, fused: null });
		expect(entry.peaks).toEqual([]);
	});

	it("is not sure where nothing was heard or seen, and says so", () => {
		const silent = { ...track(null), heard: [] };
		expect(entryOf({ speech: silent, face: null, fused: null }).result).toMatchObject({
			label: null,
			reasons: ["no-speech"],
		});
		expect(entryOf({ speech: null, face: track(null), fused: null }).result.reasons).toEqual(["no-face"]);
	});
});
