import { emotionNoun, reasonSentence } from "@undertone/core";
import { type ActionUnit, type ActionUnits, actionUnits } from "@undertone/face";
import { expressionWords, type FaceRecord } from "@undertone/recognize";
import type { Terminal } from "../terminal/terminal.ts";
import type { PictureLine, VideoLine } from "./analyze-face-file.ts";

/** Most faces of a picture that are printed in full. */
const mostInFull = 6;
/** Least intensity of a unit that is listed. */
const leastUnit = 0.15;

/** Prints a picture's faces for a reader. */
export function printPicture(line: PictureLine, terminal: Terminal): void {
	const { print, style } = terminal;
	print(
		`${style("bold", line.file)}  ${style("dim", `${line.width} × ${line.height}, ${count(line.faces.length)}`)}`,
	);
	for (const reason of line.reasons) print(`  ${style("yellow", reasonSentence(reason))}`);
	for (const face of line.faces.slice(0, mostInFull)) printFace(face, terminal);
	if (line.faces.length > mostInFull) {
		print(style("dim", `  … and ${line.faces.length - mostInFull} more; --json lists all`));
	}
	print();
}

/** A line for a file among many. */
export function summaryLine(line: PictureLine | VideoLine): string {
	if ("frames" in line) {
		const seen = line.frames.filter(({ faces }) => faces.length > 0).length;
		return `${line.file}  ${line.frames.length} frames, a face in ${seen}`;
	}
	const [first] = line.faces;
	if (first === undefined) return `${line.file}  ${line.reasons.join(", ")}`;
	const others = line.faces.length > 1 ? `, and ${line.faces.length - 1} more` : "";
	return `${line.file}  ${faceWords(first)}${others}`;
}

function faceWords(face: FaceRecord): string {
	const why = face.notSure && face.reasons.length > 0 ? ` (${face.reasons.join(", ")})` : "";
	return [`${expressionWords(face)}${why}`, face.words].filter((words) => words !== "").join("; ");
}

function printFace(face: FaceRecord, terminal: Terminal): void {
	const { print, style } = terminal;
	const { x, y, width, height } = face.box;
	const place = `at ${Math.round(x)}, ${Math.round(y)}, ${Math.round(width)} × ${Math.round(height)}`;
	print();
	print(`  ${style("bold", `Face ${face.id}`)}  ${style("dim", `${place}, ${poseWords(face)}`)}`);
	print(`    ${style("bold", capital(expressionWords(face)))}`);
	for (const reason of face.reasons) print(`    ${style("yellow", reasonSentence(reason))}`);
	if (face.scores !== null) {
		const sorted = Object.entries(face.scores).sort(([, a], [, b]) => b - a);
		for (const [i, [label, score]] of sorted.entries()) {
			const name = label === "neutral" ? "neutral" : emotionNoun(label as Parameters<typeof emotionNoun>[0]);
			print(`    ${bar(name, score, terminal, i === 0)}`);
		}
	}
	if (face.words !== "") print(`    ${capital(face.words)}`);
	for (const [unit, intensity] of listed(face.actionUnits)) {
		print(`    ${bar(`${unit} ${actionUnits[unit]}`, intensity, terminal, false)}`);
	}
}

function listed(units: ActionUnits): [ActionUnit, number][] {
	return Object.entries(units)
		.map(([unit, intensity]): [ActionUnit, number] => [Number(unit) as ActionUnit, intensity])
		.filter(([, intensity]) => intensity >= leastUnit)
		.sort(([, a], [, b]) => b - a);
}

/** "turned 12° to the right, looking 8° down". */
function poseWords({ pose: { yaw, pitch, roll } }: Pick<FaceRecord, "pose">): string {
	const words = [
		Math.abs(yaw) >= 5 ? `turned ${Math.round(Math.abs(yaw))}° to the ${yaw > 0 ? "right" : "left"}` : "",
		Math.abs(pitch) >= 8 ? `${Math.round(Math.abs(pitch))}° ${pitch > 0 ? "up" : "down"}` : "",
		Math.abs(roll) >= 5 ? `leaning ${Math.round(Math.abs(roll))}° to the ${roll > 0 ? "right" : "left"}` : "",
	].filter((part) => part !== "");
	return words.length === 0 ? "facing the camera" : words.join(", ");
}

const nameWidth = 26;

function bar(name: string, share: number, { style, columns }: Terminal, strong: boolean): string {
	const width = Math.max(10, Math.min(30, columns - nameWidth - 14));
	const filled = "█".repeat(Math.round(share * width));
	const drawn = strong ? style("cyan", filled) : filled;
	const percent = `${Math.round(share * 100)} %`.padStart(6);
	return `${name.padEnd(nameWidth)} ${drawn}${" ".repeat(width - filled.length)}${percent}`;
}

/** Most stretches of a video that are listed for a face. */
const mostStretches = 12;

/** Prints a video's faces: for each its time on screen and what it shows, stretch by stretch. */
export function printVideo(line: VideoLine, terminal: Terminal): void {
	const { print, style } = terminal;
	const last = line.frames.at(-1)?.time ?? 0;
	const facts = `${line.width} × ${line.height}, ${line.frames.length} frames, ${clock(last)}`;
	print(`${style("bold", line.file)}  ${style("dim", facts)}`);
	const ids = [...new Set(line.frames.flatMap(({ faces }) => faces.map(({ id }) => id)))];
	if (ids.length === 0) print(`  ${style("yellow", reasonSentence("no-face"))}`);
	for (const id of ids) printTrack(id, line, terminal);
	print();
}

function printTrack(id: number, line: VideoLine, terminal: Terminal): void {
	const { print, style } = terminal;
	const seen = line.frames.flatMap(({ time, faces }) =>
		faces.filter((face) => face.id === id).map((face) => ({ time, face })),
	);
	const share = Math.round((100 * seen.length) / line.frames.length);
	print();
	print(`  ${style("bold", `Face ${id}`)}  ${style("dim", `in ${share} % of the frames`)}`);
	const stretches: { start: number; end: number; words: string }[] = [];
	for (const { time, face } of seen) {
		const words = faceStretch(face);
		const open = stretches.at(-1);
		if (open?.words === words) open.end = time;
		else stretches.push({ start: time, end: time, words });
	}
	// The longest say most; they are shown in order of time.
	const shown = stretches
		.toSorted((a, b) => b.end - b.start - (a.end - a.start))
		.slice(0, mostStretches)
		.sort((a, b) => a.start - b.start);
	for (const { start, end, words } of shown) {
		print(`    ${`${clock(start)}–${clock(end)}`.padEnd(16)} ${words}`);
	}
	if (stretches.length > shown.length) {
		print(style("dim", `    … and ${stretches.length - shown.length} shorter; --json lists every frame`));
	}
}

function faceStretch(face: FaceRecord): string {
	const label = face.label === null ? "" : face.label;
	return [label, face.words].filter((words) => words !== "").join("; ") || "nothing stands out";
}

function count(faces: number): string {
	return faces === 1 ? "one face" : `${faces === 0 ? "no" : faces} faces`;
}

/** `0:05.3`. */
function clock(seconds: number): string {
	const tenths = Math.round(seconds * 10);
	return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}

function capital(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}
