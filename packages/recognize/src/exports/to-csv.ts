import type { Emotion } from "@undertone/core";
import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import type { AnalysisSource } from "./source.ts";

/**
 * An analysis as CSV (RFC 4180, with a header): a row for the whole recording, then one for each segment.
 *
 * Columns: file, part (`whole` or `segment`), start, end, label (empty when not sure), confidence, reasons
 * (separated by spaces), and `score_LABEL` for each label of the model.
 */
export function toCsv(analysis: SpeechAnalysis, { file }: AnalysisSource): string {
	const labels = Object.keys(analysis.scores ?? {}) as Emotion[];
	const header = ["file", "part", "start", "end", "label", "confidence", "reasons"];
	const rows = [
		{ part: "whole", start: 0, end: analysis.duration, ...analysis },
		...analysis.segments.map((segment) => ({ part: "segment", ...segment })),
	].map(({ part, start, end, label, confidence, reasons, scores }) => [
		file,
		part,
		start.toFixed(3),
		end.toFixed(3),
		label ?? "",
		confidence.toFixed(4),
		reasons.join(" "),
		...labels.map((name) => (scores?.[name] ?? 0).toFixed(4)),
	]);
	return [[...header, ...labels.map((name) => `score_${name}`)], ...rows]
		.map((cells) => `${cells.map(quoted).join(",")}\r\n`)
		.join("");
}

function quoted(cell: string): string {
	return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
