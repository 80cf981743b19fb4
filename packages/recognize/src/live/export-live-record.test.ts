import type { Segment } from "@undertone/core";
import { describe, expect, it } from "vitest";
import { exportLiveRecord } from "./export-live-record.ts";
import type { LiveRecord, LiveTrack } from "./live-record.ts";

const said = (start: number, end: number, happy: number): Segment => ({
	start,
	end,
	label: happy >= 0.5 ? "happy" : "sad",
	scores: { happy, sad: 1 - happy },
	confidence: Math.max(happy, 1 - happy),
	notSure: false,
	reasons: [],
});
const track = (model: string, segments: readonly Segment[]): LiveTrack => ({
	model,
	segments,
	overall: segments[0] ?? null,
});
const record: LiveRecord = {
	started: "2026-01-01T10:00:00.000Z",
	duration: 4,
	speech: { ...track("speech@1", [said(0, 1, 0.9), said(1, 2.5, 0.2)]), heard: [{ start: 0, end: 2.5 }] },
	face: track("face@1", [said(0, 4, 0.6)]),
	fused: track("speech@1 and face@1, mean", [said(0, 4, 0.7)]),
	marks: [
		{ time: 3.8, text: 'a "question" --> &\nmore' },
		{ time: 1, text: "" },
	],
	note: "first try",
};

describe("exportLiveRecord", () => {
	it("writes JSON with every track, the marks and the note", () => {
		const json = JSON.parse(exportLiveRecord(record, "json")) as Record<string, unknown>;
		expect(Object.keys(json)).toEqual([
			"started",
			"duration",
			"fused",
			"speech",
			"face",
			"heard",
			"marks",
			"note",
		]);
		expect(json.speech).toMatchObject({
			model: "speech@1",
			segments: [{ start: 0, end: 1, label: "happy" }, {}],
		});
		expect(json.marks).toEqual(record.marks);
	});

	it("writes a row of CSV for each track, segment and mark, all equally long", () => {
		const rows = exportLiveRecord({ ...record, marks: [{ time: 1, text: "here" }] }, "csv")
			.trim()
			.split("\r\n")
			.map((row) => row.split(","));
		expect(rows).toHaveLength(1 + 2 + 3 + 2 + 1);
		expect(new Set(rows.map((row) => row.length))).toEqual(new Set([10]));
		expect(rows[1]).toEqual([
			"fused",
			"whole",
			"0.000",
			"4.000",
			"happy",
			"0.7000",
			"",
			"",
			"0.7000",
			"0.3000",
		]);
		expect(rows.at(-1)?.slice(0, 8)).toEqual(["marks", "mark", "1.000", "1.000", "", "", "", "here"]);
	});

	it("writes WebVTT of the fused track, where no text can break a cue", () => {
		const cues = exportLiveRecord(record, "vtt").trim().split("\n\n").slice(2);
		expect(cues).toEqual([
			"1\n00:00:00.000 --> 00:00:04.000\nsounds most like happiness (70 %)",
			"2\n00:00:01.000 --> 00:00:01.500\nMark: mark",
			'3\n00:00:03.800 --> 00:00:04.000\nMark: a "question" --&gt; &amp; more',
		]);
	});

	it("writes a TextGrid and an ELAN document with a tier for each track, what was heard, and the marks", () => {
		const names = ["fused", "speech", "face", "heard", "marks"];
		const grid = exportLiveRecord(record, "textGrid");
		expect([...grid.matchAll(/name = "(.*)"/g)].map(([, name]) => name)).toEqual(names);
		const document = exportLiveRecord(record, "eaf");
		expect([...document.matchAll(/TIER_ID="(.*)"/g)].map(([, name]) => name)).toEqual(names);
		expect(document).not.toContain("MEDIA_DESCRIPTOR");
	});

	it("writes what there is when nothing was heard or seen", () => {
		const empty: LiveRecord = { ...record, speech: null, face: null, fused: null, marks: [], duration: 1 };
		expect(exportLiveRecord(empty, "vtt")).toMatch(/^WEBVTT\n\nNOTE Live, nothing was heard or seen/);
		expect(exportLiveRecord(empty, "textGrid")).toContain("size = 2");
		expect(JSON.parse(exportLiveRecord(empty, "json"))).toMatchObject({ duration: 1, marks: [] });
	});
});
