import { describe, expect, it } from "vitest";
import { analysisPatchSchema, analyzeFieldsSchema, speechResultSchema } from "./analysis-schema.ts";
import { errorTable, isApiErrorCode } from "./error-table.ts";
import { purposeIds, purposes } from "./purposes.ts";

const silent = {
	label: null,
	scores: null,
	confidence: 0,
	notSure: true,
	reasons: ["silence"],
	duration: 3,
	segments: [],
	speech: [],
	features: [],
	explained: null,
	model: { name: "speech@1", sha256: "0".repeat(64) },
	profile: null,
};

describe("the schemas", () => {
	it("take the analysis of a silent recording", () => {
		expect(speechResultSchema.parse(silent)).toEqual(silent);
	});

	it("take scores of some labels, and refuse a label nobody knows", () => {
		const scored = { ...silent, scores: { happy: 0.75, sad: 0.25 }, label: "happy" };
		expect(speechResultSchema.safeParse(scored).success).toBe(true);
		expect(speechResultSchema.safeParse({ ...scored, scores: { jealous: 1 } }).success).toBe(false);
		expect(speechResultSchema.safeParse({ ...scored, scores: { happy: 1.2 } }).success).toBe(false);
	});

	it("take the parts of a spectrogram, and refuse a score that is none", () => {
		const frames = {
			label: "angry",
			score: 0.61,
			times: [0, 0.25],
			bands: [0, 8],
			hz: [50, 420],
			effects: [[0.8]],
			without: [[0.4]],
			named: [
				{
					start: 0,
					end: 0.25,
					bands: [0, 8],
					hz: [50, 420],
					effect: 0.8,
					without: 0.4,
					sentence:
						"0.00–0.25 s, 50–420 Hz: towards anger, −0.21 of its score when taken away (0.61 to 0.40).",
				},
			],
		};
		expect(speechResultSchema.parse({ ...silent, frames })).toEqual({ ...silent, frames });
		expect(speechResultSchema.safeParse({ ...silent, frames: { ...frames, score: 2 } }).success).toBe(false);
	});

	it("read the tick boxes of a form", () => {
		expect(analyzeFieldsSchema.parse({ keepRecording: "true", saveHistory: "false" })).toEqual({
			keepRecording: true,
			saveHistory: false,
			ownVoice: false,
		});
	});

	it("refuse a change that changes nothing", () => {
		expect(analysisPatchSchema.safeParse({}).success).toBe(false);
		expect(analysisPatchSchema.parse({ correction: null })).toEqual({ correction: null });
	});
});

describe("the error table", () => {
	it("gives every code a status of an error and a sentence", () => {
		for (const { status, sentence } of Object.values(errorTable)) {
			expect(status).toBeGreaterThanOrEqual(400);
			expect(sentence).toMatch(/^[A-Z].*\.$/);
		}
		expect(isApiErrorCode("not-found")).toBe(true);
		expect(isApiErrorCode("toString")).toBe(false);
	});
});

describe("the purposes", () => {
	it("describe each id once, and tell others where others are recorded", () => {
		expect(purposes.map(({ id }) => id)).toEqual([...purposeIds]);
		for (const { voices, notice } of purposes) expect(notice === "").toBe(voices === "own");
	});
});
