import type { WriteStream } from "node:tty";
import { styleText } from "node:util";

/** How the streams look from a verb: whether somebody watches, how wide, in colour or not. */
export interface Terminal {
	/** Standard output is a terminal. */
	readonly interactive: boolean;
	/** Columns of standard output, 80 when unknown. */
	readonly columns: number;
	/** Text in a style, or as it is when colour is off (NO_COLOR, a pipe, a dumb terminal). */
	style(style: Style, text: string): string;
	/** Writes one line to standard output. */
	print(line?: string): void;
	/** Writes one line to standard error. */
	warn(line: string): void;
	/** A progress bar on standard error: drawn on a terminal, an occasional plain line elsewhere. */
	progress(options: ProgressOptions): Progress;
}

/** The few styles the command line uses. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** What a progress bar counts. */
interface ProgressOptions {
	/** What is being done: "Analysing". */
	readonly label: string;
	readonly total: number;
	/** What is counted: "files". */
	readonly unit?: string;
}

/** A running progress bar. */
export interface Progress {
	/**
	 * @param done - How many are done, of `total`.
	 * @param note - A few words beside the bar, such as a loss.
	 */
	update(done: number, note?: string): void;
	/** Takes the bar away so that a line can be printed; the next update draws it again. */
	clear(): void;
	/** Removes the bar from the screen; nothing more may be drawn. */
	finish(): void;
}

/** The terminal over the process's streams. */
export function createTerminal(
	stdout: WriteStream,
	stderr: WriteStream,
	environment: Readonly<Record<string, string | undefined>>,
): Terminal {
	const colour = wantsColour(stdout, environment);
	const dumb = environment.TERM === "dumb";
	return {
		interactive: stdout.isTTY === true,
		columns: stdout.columns || 80,
		style: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
		print: (line = "") => void stdout.write(`${line}\n`),
		warn: (line) => void stderr.write(`${line}\n`),
		progress: (options) =>
			stderr.isTTY === true && !dumb ? drawnProgress(stderr, options) : plainProgress(stderr, options),
	};
}

/** https://no-color.org: any non-empty NO_COLOR switches colour off; FORCE_COLOR switches it on in a pipe. */
function wantsColour(
	stdout: WriteStream,
	environment: Readonly<Record<string, string | undefined>>,
): boolean {
	if ((environment.NO_COLOR ?? "") !== "") return false;
	if ((environment.FORCE_COLOR ?? "") !== "") return environment.FORCE_COLOR !== "0";
	return stdout.isTTY === true && environment.TERM !== "dumb";
}

const redrawMs = 80;
const plainLineMs = 10_000;

function drawnProgress(stream: WriteStream, { label, total, unit = "" }: ProgressOptions): Progress {
	const began = performance.now();
	let drawn = Number.NEGATIVE_INFINITY;
	return {
		update: (done, note = "") => {
			const now = performance.now();
			if (now - drawn < redrawMs && done < total) return;
			drawn = now;
			const columns = stream.columns || 80;
			const share = total > 0 ? Math.min(1, done / total) : 0;
			const tail = ` ${done}/${total} ${unit} ${timeLeft(began, now, share)} ${note}`.trimEnd();
			const width = Math.max(5, Math.min(30, columns - label.length - tail.length - 4));
			const filled = Math.round(share * width);
			const line = `${label} ${"█".repeat(filled)}${"░".repeat(width - filled)}${tail}`;
			stream.write(`\r\u001b[2K${line.slice(0, columns - 1)}`);
		},
		clear: () => {
			if (drawn > Number.NEGATIVE_INFINITY) stream.write("\r\u001b[2K");
			drawn = Number.NEGATIVE_INFINITY;
		},
		finish: () => {
			if (drawn > Number.NEGATIVE_INFINITY) stream.write("\r\u001b[2K");
		},
	};
}

/** A line every ten seconds at most, so that a log says that work goes on without filling up. */
function plainProgress(stream: WriteStream, { label, total, unit = "" }: ProgressOptions): Progress {
	const began = performance.now();
	let written = began;
	return {
		update: (done, note = "") => {
			const now = performance.now();
			if (now - written < plainLineMs) return;
			written = now;
			const share = total > 0 ? Math.min(1, done / total) : 0;
			stream.write(
				`${`${label}: ${done}/${total} ${unit} ${timeLeft(began, now, share)} ${note}`.trimEnd()}\n`,
			);
		},
		clear: () => undefined,
		finish: () => undefined,
	};
}

function timeLeft(began: number, now: number, share: number): string {
	if (share <= 0 || share >= 1 || now - began < 1000) return "";
	const seconds = Math.round(((now - began) / 1000) * (1 / share - 1));
	const minutes = Math.floor(seconds / 60);
	if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min left`;
	return minutes > 0 ? `${minutes} min ${seconds % 60} s left` : `${seconds} s left`;
}
