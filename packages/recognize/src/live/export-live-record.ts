import type { Emotion, Prediction, Scores } from "@undertone/core";
import { predictionWords } from "../exports/segment-words.ts";
import type { Tier } from "../exports/tier.ts";
import { elan } from "../exports/to-elan.ts";
import { textGrid } from "../exports/to-text-grid.ts";
import { webVtt } from "../exports/to-web-vtt.ts";
import { type LiveRecord, type LiveTrack, markIntervals, tracksOf } from "./live-record.ts";

/** The formats a live session is written in. */
export const liveFormats = ["json", "csv", "vtt", "textGrid", "eaf"] as const;

/** See {@link liveFormats}. */
export type LiveFormat = (typeof liveFormats)[number];

/**
 * A live session as text, while it runs or afterwards: JSON, CSV (RFC 4180), WebVTT (the fused timeline, or the only
 * one, and the marks), Praat TextGrid and ELAN (a tier a source, one of the marks).
 */
export function exportLiveRecord(record: LiveRecord, format: LiveFormat): string {
	return writers[format](record);
}

const writers: Record<LiveFormat, (record: LiveRecord) => string> = {
	json: (record) => {
		const { started, duration, speech, marks, note } = record;
		const tracks = Object.fromEntries(tracksOf(record).map(({ name, track }) => [name, plainTrack(track)]));
		const heard = speech?.heard.map(({ start, end }) => ({ start: rounded(start), end: rounded(end) })) ?? [];
		return `${JSON.stringify({ started, duration: rounded(duration), ...tracks, heard, marks, note }, null, "\t")}\n`;
	},
	csv: (record) => {
		const labels = [
			...new Set(
				tracksOf(record).flatMap(({ track }) =>
					[track.overall, ...track.segments].flatMap((said) => Object.keys(said?.scores ?? {})),
				),
			),
		] as Emotion[];
		const header = ["track", "part", "start", "end", "label", "confidence", "reasons", "text"];
		const row = (track: string, part: string, start: number, end: number, said: Prediction): string[] => [
			track,
			part,
			start.toFixed(3),
			end.toFixed(3),
			said.label ?? "",
			said.confidence.toFixed(4),
			said.reasons.join(" "),
			"",
			...labels.map((label) => (said.scores?.[label] ?? 0).toFixed(4)),
		];
		const rows = tracksOf(record).flatMap(({ name, track }) => [
			...(track.overall === null ? [] : [row(name, "whole", 0, record.duration, track.overall)]),
			...track.segments.map((segment) => row(name, "segment", segment.start, segment.end, segment)),
		]);
		const marks = record.marks.map(({ time, text }) => [
			"marks",
			"mark",
			time.toFixed(3),
			time.toFixed(3),
			"",
			"",
			"",
			text,
			...labels.map(() => ""),
		]);
		return [[...header, ...labels.map((label) => `score_${label}`)], ...rows, ...marks]
			.map((cells) => `${cells.map(quoted).join(",")}\r\n`)
			.join("");
	},
	vtt: (record) => {
		const [first] = tracksOf(record);
		const cues = [
			...(first?.track.segments ?? []).map((said) => ({ ...said, text: predictionWords(said) })),
			...markIntervals(record).map((mark) => ({ ...mark, text: `Mark: ${mark.text}` })),
		].sort((a, b) => a.start - b.start);
		return webVtt(cues, `Live, ${first?.track.model ?? "nothing was heard or seen"}. Likeness, not feeling.`);
	},
	textGrid: (record) => textGrid(tiersOf(record), record.duration),
	eaf: (record) => elan(tiersOf(record), { date: record.started }),
};

function tiersOf(record: LiveRecord): Tier[] {
	const heard = record.speech?.heard ?? [];
	return [
		...tracksOf(record).map(({ name, track }) => ({
			name,
			intervals: track.segments.map(({ start, end, label }) => ({ start, end, text: label ?? "not sure" })),
		})),
		{ name: "heard", intervals: heard.map(({ start, end }) => ({ start, end, text: "speech" })) },
		{ name: "marks", intervals: markIntervals(record) },
	];
}

function plainTrack({ model, overall, segments }: LiveTrack) {
	return {
		model,
		overall: overall === null ? null : plainPrediction(overall),
		segments: segments.map((segment) => ({
			start: rounded(segment.start),
			end: rounded(segment.end),
			...plainPrediction(segment),
		})),
	};
}

function plainPrediction({ label, scores, confidence, notSure, reasons }: Prediction) {
	const plain: Scores | null =
		scores === null
			? null
			: Object.fromEntries(Object.entries(scores).map(([name, score]) => [name, Number(score.toFixed(6))]));
	return { label, scores: plain, confidence: Number(confidence.toFixed(6)), notSure, reasons };
}

function rounded(seconds: number): number {
	return Number(seconds.toFixed(3));
}

function quoted(cell: string): string {
	return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
