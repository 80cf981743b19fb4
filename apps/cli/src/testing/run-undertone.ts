import { spawn } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "../../bin/undertone.js");

/** What a run of the command line left behind. */
export interface Run {
	readonly code: number | null;
	readonly out: string;
	readonly err: string;
}

/** How to run it. */
export interface RunOptions {
	readonly node?: string;
	readonly environment?: Readonly<Record<string, string>>;
	readonly input?: Uint8Array;
	/** The folder it is run in; this one by default. */
	readonly cwd?: string;
	/** Called with the process once it has started. */
	readonly onStart?: (child: ReturnType<typeof spawn>) => void;
}

/** Runs `undertone` as a user would, as a process of its own without a terminal. */
export function runUndertone(
	parameters: readonly string[],
	{ node = process.execPath, environment = {}, input, cwd, onStart }: RunOptions = {},
): Promise<Run> {
	const { NO_COLOR: _, FORCE_COLOR: __, UNDERTONE_MODEL: ___, ...clean } = process.env;
	const child = spawn(node, [bin, ...parameters], {
		env: { ...clean, ...environment },
		...(cwd === undefined ? {} : { cwd }),
	});
	child.stdin.end(input);
	onStart?.(child);
	let out = "";
	let err = "";
	child.stdout.on("data", (part: Buffer) => {
		out += part.toString();
	});
	child.stderr.on("data", (part: Buffer) => {
		err += part.toString();
	});
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (code) => resolve({ code, out, err }));
	});
}
