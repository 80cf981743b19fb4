import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import { predictionWords } from "./segment-words.ts";
import type { Tier } from "./tier.ts";

/**
 * The timeline as WebVTT captions, one cue a segment.
 *
 * @see https://www.w3.org/TR/webvtt1/
 */
export function toWebVtt(analysis: SpeechAnalysis): string {
	return webVtt(
		analysis.segments.map((segment) => ({ ...segment, text: predictionWords(segment) })),
		`Model ${analysis.model.name}. Likeness, not feeling.`,
	);
}

/** Cues in order of their start, after a note; a line break or an arrow in a text would end its cue. */
export function webVtt(cues: Tier["intervals"], note: string): string {
	const written = cues
		.map(({ start, end, text }) => ({ from: time(start), to: time(end), text: plain(text) }))
		.filter(({ from, to }) => from !== to)
		.map(({ from, to, text }, i) => `${i + 1}\n${from} --> ${to}\n${text}`);
	return `${["WEBVTT", `NOTE ${plain(note)}`, ...written].join("\n\n")}\n`;
}

function plain(text: string): string {
	return text
		.replaceAll(/\s+/g, " ")
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;");
}

/** `HH:MM:SS.mmm`. */
function time(seconds: number): string {
	const milliseconds = Math.round(seconds * 1000);
	const part = (divisor: number, modulus: number, width: number): string =>
		String(Math.floor(milliseconds / divisor) % modulus).padStart(width, "0");
	const hours = String(Math.floor(milliseconds / 3_600_000)).padStart(2, "0");
	return `${hours}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
}
