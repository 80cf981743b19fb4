import type { Analysis } from "@undertone/api";
import { emotions } from "@undertone/core";

const columns = [
	"id",
	"created_at",
	"title",
	"kind",
	"file",
	"source",
	"duration_s",
	"label",
	"confidence",
	"not_sure",
	"reasons",
	"correction",
	"note",
	"model",
	...emotions.map((emotion) => `score_${emotion}`),
];

/** The history as a table: a row an analysis, a column a score. */
export async function* exportCsv(analyses: AsyncIterable<Analysis>): AsyncGenerator<string> {
	yield line(columns);
	for await (const analysis of analyses) {
		const { id, createdAt, title, kind, file, source, result, correction, note } = analysis;
		yield line([
			id,
			createdAt,
			title,
			kind,
			file?.name ?? "",
			source,
			result.duration.toFixed(3),
			result.label ?? "",
			result.confidence.toFixed(4),
			String(result.notSure),
			result.reasons.join(" "),
			correction ?? "",
			note,
			modelOf(analysis),
			...emotions.map((emotion) => result.scores?.[emotion]?.toFixed(4) ?? ""),
		]);
	}
}

function modelOf({ kind, result }: Analysis): string {
	if (kind !== "live") return result.model?.name ?? "";
	return (result.fused ?? result.speech ?? result.face)?.model ?? "";
}

/** Everything that is stored of a user: `{ …about, "analyses": […] }`; recordings by their address. */
export async function* exportJson(
	analyses: AsyncIterable<Analysis>,
	about: Readonly<Record<string, unknown>>,
): AsyncGenerator<string> {
	yield `${JSON.stringify({ ...about, analyses: [] }).slice(0, -2)}`;
	let first = true;
	for await (const analysis of analyses) {
		const recording = analysis.recordingKept ? `/api/v1/analyses/${analysis.id}/recording` : null;
		yield `${first ? "" : ","}\n${JSON.stringify({ ...analysis, recording })}`;
		first = false;
	}
	yield "\n]}\n";
}

function line(fields: readonly string[]): string {
	return `${fields.map(field).join(",")}\r\n`;
}

/** RFC 4180; a leading =, +, - or @ gets an apostrophe, so that a spreadsheet does not run it. */
function field(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
