import type { AudioFacts } from "@undertone/audio";
import { type Emotion, emotionNoun, type Prediction, reasonSentence, type Segment } from "@undertone/core";
import { predictionWords, type SpeechAnalysis } from "@undertone/recognize";
import type { Style, Terminal } from "../terminal/terminal.ts";

/** A letter and a colour for each label in the strip of the timeline. */
const marks: Readonly<Record<Emotion, readonly [letter: string, style: Style]>> = {
	neutral: ["n", "dim"],
	calm: ["c", "cyan"],
	happy: ["h", "yellow"],
	sad: ["s", "cyan"],
	angry: ["a", "red"],
	fearful: ["f", "red"],
	disgust: ["d", "green"],
	surprised: ["u", "yellow"],
	bored: ["b", "dim"],
};

/** Prints an analysis for a reader: the answer, a bar for each class, the timeline, what stood out. */
export function printAnalysis(
	file: string,
	analysis: SpeechAnalysis,
	source: AudioFacts,
	terminal: Terminal,
): void {
	const { print, style } = terminal;
	const { format } = source;
	const channels = source.channels === 1 ? "mono" : `${source.channels} channels`;
	const level = Number.isFinite(source.level.rmsDb) ? `, ${source.level.rmsDb.toFixed(0)} dB` : "";
	const facts = `${clock(analysis.duration)}, ${source.sampleRate} Hz ${channels}, ${format.codec}${level}`;
	print(`${style("bold", file)}  ${style("dim", facts)}`);
	for (const warning of source.warnings) print(`  ${style("yellow", warning.message)}`);
	print(`  ${style("bold", capital(predictionWords(analysis)))}`);
	for (const reason of analysis.reasons) print(`  ${style("yellow", reasonSentence(reason))}`);
	if (analysis.profile?.why != null) print(`  ${style("yellow", analysis.profile.why)}`);
	if (analysis.scores !== null) {
		print();
		for (const line of bars(analysis, terminal)) print(`  ${line}`);
	}
	if (analysis.segments.length > 0) {
		print();
		for (const line of timelineLines(analysis, terminal)) print(`  ${line}`);
	}
	if (analysis.explained !== null) {
		print();
		printExplanation(analysis, terminal);
	}
	print();
}

/** Prints what moved the score: features, or parts of the spectrogram; nothing where nothing did. */
export function printExplanation(analysis: SpeechAnalysis, { print, style }: Terminal): void {
	const { explained, duration, features, frames } = analysis;
	const strongest = frames === null ? features.slice(0, 5) : frames.named;
	if (strongest.length === 0) return;
	const part =
		explained === null || explained.end - explained.start >= duration
			? ""
			: ` (${clock(explained.start)}–${clock(explained.end)})`;
	print(`  ${style("bold", `What spoke for ${likeliest(analysis)} (+) and against it (−)${part}`)}`);
	for (const { sentence, effect } of strongest) {
		print(`  ${effect > 0 ? style("green", "+") : style("red", "−")} ${sentence}`);
	}
}

/** One line for a file among many. */
export function summaryLine(file: string, analysis: SpeechAnalysis): string {
	const why = analysis.notSure && analysis.reasons.length > 0 ? ` (${analysis.reasons.join(", ")})` : "";
	return `${file}  ${predictionWords(analysis)}${why}`;
}

function likeliest({ scores }: Prediction): string {
	const [[label]] = byScore(scores) as [[Emotion, number]];
	return emotionNoun(label);
}

function byScore(scores: Prediction["scores"]): [Emotion, number][] {
	return (Object.entries(scores ?? {}) as [Emotion, number][]).sort(([, a], [, b]) => b - a);
}

/** A bar for each class, the likeliest first. */
function bars({ scores }: Prediction, { style, columns }: Terminal): string[] {
	const entries = byScore(scores);
	const widest = Math.max(...entries.map(([label]) => emotionNoun(label).length));
	const width = Math.max(10, Math.min(40, columns - widest - 12));
	return entries.map(([label, score], i) => {
		const bar = eighths(score * width);
		const drawn = i === 0 ? style("cyan", bar) : bar;
		const percent = `${Math.round(score * 100)} %`.padStart(6);
		return `${emotionNoun(label).padEnd(widest)} ${drawn}${" ".repeat(width - bar.length)}${percent}`;
	});
}

/** A bar of a length in characters, to an eighth. */
function eighths(length: number): string {
	const whole = Math.floor(length);
	const rest = Math.round((length - whole) * 8);
	return (
		"█".repeat(whole) + (rest === 0 ? "" : (["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"][rest - 1] as string))
	);
}

const mostSegments = 12;

function timelineLines({ duration, segments }: SpeechAnalysis, { style, columns }: Terminal): string[] {
	const width = Math.max(20, Math.min(72, columns - 4));
	let strip = "";
	for (let i = 0; i < width; i++) {
		const time = ((i + 0.5) / width) * duration;
		const segment = segments.find(({ start, end }) => time >= start && time < end);
		strip += segment === undefined ? style("dim", "·") : letter(segment, style);
	}
	const end = clock(duration);
	const lines = [strip, style("dim", `0:00${end.padStart(width - 4)}`)];
	for (const segment of segments.slice(0, mostSegments)) {
		const time = `${clock(segment.start)}–${clock(segment.end)}`.padEnd(14);
		lines.push(`${letter(segment, style)} ${time} ${predictionWords(segment)}`);
	}
	if (segments.length > mostSegments) {
		lines.push(style("dim", `… and ${segments.length - mostSegments} more; --json lists all`));
	}
	return lines;
}

function letter({ label }: Segment, style: Terminal["style"]): string {
	if (label === null) return style("dim", "?");
	const [sign, colour] = marks[label];
	return style(colour, sign);
}

/** `0:05.3`, `1:02:03`. */
function clock(seconds: number): string {
	const tenths = Math.round(seconds * 10);
	const minutes = Math.floor(tenths / 600);
	const rest = tenths % 600;
	if (minutes >= 60) {
		const whole = String(Math.floor(rest / 10)).padStart(2, "0");
		return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${whole}`;
	}
	return `${minutes}:${(rest / 10).toFixed(1).padStart(4, "0")}`;
}

function capital(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}
