import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import { predictionWords } from "./segment-words.ts";

/**
 * The timeline as WebVTT captions, one cue a segment.
 *
 * @see https://www.w3.org/TR/webvtt1/
 */
export function toWebVtt(analysis: SpeechAnalysis): string {
	const cues = analysis.segments
		.map((segment) => ({ from: time(segment.start), to: time(segment.end), text: predictionWords(segment) }))
		.filter(({ from, to }) => from !== to)
		.map(({ from, to, text }, i) => `${i + 1}\n${from} --> ${to}\n${text}`);
	return `${["WEBVTT", `NOTE Model ${analysis.model.name}. Likeness, not feeling.`, ...cues].join("\n\n")}\n`;
}

/** `HH:MM:SS.mmm`. */
function time(seconds: number): string {
	const milliseconds = Math.round(seconds * 1000);
	const part = (divisor: number, modulus: number, width: number): string =>
		String(Math.floor(milliseconds / divisor) % modulus).padStart(width, "0");
	const hours = String(Math.floor(milliseconds / 3_600_000)).padStart(2, "0");
	return `${hours}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
}
