import { describe, expect, it } from "vitest";
import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import { predictionWords } from "./segment-words.ts";
import { toCsv } from "./to-csv.ts";
import { toElan } from "./to-elan.ts";
import { toJson } from "./to-json.ts";
import { toTextGrid } from "./to-text-grid.ts";
import { toWebVtt } from "./to-web-vtt.ts";

const angry = {
	label: "angry",
	scores: { neutral: 0.39, angry: 0.61 },
	confidence: 0.61,
	notSure: false,
	reasons: [],
} as const;
const unsure = {
	label: null,
	scores: { neutral: 0.5, angry: 0.5 },
	confidence: 0.5,
	notSure: true,
	reasons: ["low-confidence"],
} as const;
const analysis: SpeechAnalysis = {
	...angry,
	duration: 4.5,
	segments: [
		{ start: 0.25, end: 2, ...angry },
		{ start: 2, end: 4.5, ...unsure },
	],
	speech: [{ start: 0.25, end: 4.5 }],
	features: [],
	frames: null,
	explained: null,
	model: { name: "test@1", sha256: "0" },
	profile: null,
};
const silent: SpeechAnalysis = {
	...analysis,
	label: null,
	scores: null,
	confidence: 0,
	notSure: true,
	reasons: ["silence"],
	segments: [],
	speech: [],
};
const source = { file: 'a "quoted", name & <more>.wav', sampleRate: 44_100 };

describe("toJson", () => {
	it("gives one line with what the documentation promises", () => {
		const line = toJson(analysis, source);
		expect(line).not.toContain("\n");
		expect(JSON.parse(line)).toEqual({
			file: source.file,
			duration: 4.5,
			sampleRate: 44_100,
			model: "test@1",
			label: "angry",
			scores: { neutral: 0.39, angry: 0.61 },
			confidence: 0.61,
			notSure: false,
			reasons: [],
			segments: [
				{ start: 0.25, end: 2, label: "angry", scores: { neutral: 0.39, angry: 0.61 } },
				{ start: 2, end: 4.5, label: null, scores: { neutral: 0.5, angry: 0.5 } },
			],
		});
	});

	it("says whether a speaker profile was used, where one was given", () => {
		const profile = { used: false, why: "The profile holds no speech yet." };
		expect(JSON.parse(toJson({ ...analysis, profile }, source)).profile).toEqual(profile);
	});

	it("has null for what was not scored", () => {
		expect(JSON.parse(toJson(silent, source))).toMatchObject({
			label: null,
			scores: null,
			reasons: ["silence"],
		});
	});
});

describe("toCsv", () => {
	it("has a header, the whole and each segment, with quotes doubled", () => {
		expect(toCsv(analysis, source).split("\r\n")).toEqual([
			"file,part,start,end,label,confidence,reasons,score_neutral,score_angry",
			'"a ""quoted"", name & <more>.wav",whole,0.000,4.500,angry,0.6100,,0.3900,0.6100',
			'"a ""quoted"", name & <more>.wav",segment,0.250,2.000,angry,0.6100,,0.3900,0.6100',
			'"a ""quoted"", name & <more>.wav",segment,2.000,4.500,,0.5000,low-confidence,0.5000,0.5000',
			"",
		]);
	});
});

describe("toWebVtt", () => {
	it("has a cue for each segment, worded as likeness", () => {
		expect(toWebVtt(analysis)).toBe(
			"WEBVTT\n\nNOTE Model test@1. Likeness, not feeling.\n\n" +
				"1\n00:00:00.250 --> 00:00:02.000\nsounds most like anger (61 %)\n\n" +
				"2\n00:00:02.000 --> 00:00:04.500\nnot sure\n",
		);
	});

	it("writes hours", () => {
		const late = { ...analysis, segments: [{ start: 3723.5, end: 36_000, ...angry }] };
		expect(toWebVtt(late)).toContain("01:02:03.500 --> 10:00:00.000");
	});
});

describe("toTextGrid", () => {
	it("covers the whole time in every tier", () => {
		const grid = toTextGrid(analysis);
		expect(grid).toContain('name = "emotion"');
		expect(grid.match(/text = ".*"/g)).toEqual([
			'text = ""',
			'text = "angry"',
			'text = "not sure"',
			'text = ""',
			'text = "0.610"',
			'text = "0.500"',
			'text = ""',
			'text = "speech"',
		]);
		expect(toTextGrid(silent).match(/intervals: size = 1/g)).toHaveLength(3);
	});
});

describe("toElan", () => {
	it("has every reference resolved, and escapes names", () => {
		const document = toElan(analysis, { ...source, date: "2026-01-01T00:00:00Z" });
		const slots = [...document.matchAll(/TIME_SLOT_ID="(ts\d+)"/g)].map((match) => match[1]);
		const references = [...document.matchAll(/TIME_SLOT_REF\d="(ts\d+)"/g)].map((match) => match[1]);
		expect(new Set(slots).size).toBe(slots.length);
		expect(references.every((reference) => slots.includes(reference))).toBe(true);
		const ids = [...document.matchAll(/ANNOTATION_ID="(a\d+)"/g)].map((match) => match[1]);
		expect(ids).toEqual(["a1", "a2", "a3"]);
		expect(document).toContain("a &quot;quoted&quot;, name &amp; &lt;more&gt;.wav");
		const types = [...document.matchAll(/LINGUISTIC_TYPE_REF="(\w+)"/g)].map((match) => match[1]);
		expect(types.every((type) => document.includes(`LINGUISTIC_TYPE_ID="${type}"`))).toBe(true);
	});
});

describe("predictionWords", () => {
	it("never says that somebody is something", () => {
		expect(predictionWords(angry)).toBe("sounds most like anger (61 %)");
		expect(predictionWords(unsure)).toBe("not sure");
		expect(predictionWords(silent)).toBe("not scored");
	});
});
