import { describe, expect, it } from "vitest";
import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import { toElan } from "./to-elan.ts";
import { toWebVtt } from "./to-web-vtt.ts";

const prediction = { label: "sad", scores: { sad: 1 }, confidence: 1, notSure: false, reasons: [] } as const;
const analysis: SpeechAnalysis = {
	...prediction,
	duration: 4000,
	segments: [
		{ start: 0.3, end: 1.4, ...prediction },
		{ start: 3723.5, end: 3999.25, ...prediction, label: null },
	],
	speech: [{ start: 0.3, end: 3999.25 }],
	features: [],
	frames: null,
	explained: null,
	model: { name: "test@1", sha256: "0" },
	profile: null,
};

describe("exports in a browser", () => {
	it("has WebVTT that the browser reads as it was meant", async () => {
		const video = document.createElement("video");
		const track = document.createElement("track");
		track.src = URL.createObjectURL(new Blob([toWebVtt(analysis)], { type: "text/vtt" }));
		track.default = true;
		video.append(track);
		document.body.append(video);
		track.track.mode = "hidden";
		await new Promise((resolve, reject) => {
			track.onload = resolve;
			track.onerror = () => reject(new Error("the track was refused"));
		});
		const cues = [...(track.track.cues ?? [])] as VTTCue[];
		expect(cues.map(({ startTime, endTime, text }) => [startTime, endTime, text])).toEqual([
			[0.3, 1.4, "sounds most like sadness (100 %)"],
			[3723.5, 3999.25, "not sure"],
		]);
		video.remove();
	});

	it("has an ELAN document that is well-formed, with times in milliseconds", () => {
		const source = { file: 'a "quoted" & <odd>.wav', sampleRate: 16_000, date: "2026-01-01T00:00:00Z" };
		const document = new DOMParser().parseFromString(toElan(analysis, source), "application/xml");
		expect(document.querySelector("parsererror")).toBeNull();
		expect(document.querySelector("MEDIA_DESCRIPTOR")?.getAttribute("MEDIA_URL")).toBe(source.file);
		const slot = (id: string | null): string | undefined =>
			document.querySelector(`TIME_SLOT[TIME_SLOT_ID="${id}"]`)?.getAttribute("TIME_VALUE") ?? undefined;
		const spans = [...document.querySelectorAll('TIER[TIER_ID="emotion"] ALIGNABLE_ANNOTATION')].map(
			(annotation) => [
				slot(annotation.getAttribute("TIME_SLOT_REF1")),
				slot(annotation.getAttribute("TIME_SLOT_REF2")),
				annotation.textContent?.trim(),
			],
		);
		expect(spans).toEqual([
			["300", "1400", "sad"],
			["3723500", "3999250", "not sure"],
		]);
	});
});
