import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import type { Readable } from "node:stream";
import { UndertoneError } from "@undertone/core";

/** Programs that record from the system's microphone, with what makes them write raw 16 kHz, 16 bit, mono. */
const recorders: readonly (readonly [command: string, parameters: readonly string[]])[] = [
	["arecord", ["-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1"]],
	["parecord", ["--raw", "--format=s16le", "--rate=16000", "--channels=1", "--latency-msec=100"]],
	["rec", ["-q", "-t", "raw", "-e", "signed-integer", "-b", "16", "-r", "16000", "-c", "1", "-"]],
];

/**
 * Starts the first recorder that is installed.
 *
 * @throws {UndertoneError} `usage` if there is none.
 */
export function startRecorder(): {
	readonly name: string;
	readonly child: ChildProcessByStdio<null, Readable, Readable>;
} {
	for (const [name, parameters] of recorders) {
		if (spawnSync(name, ["--version"], { stdio: "ignore" }).error !== undefined) continue;
		return { name, child: spawn(name, parameters, { stdio: ["ignore", "pipe", "pipe"] }) };
	}
	throw new UndertoneError(
		"usage",
		`live: no recorder is installed (${recorders.map(([name]) => name).join(", ")}). Install one, or pipe raw ` +
			"16 kHz, 16-bit mono sound into undertone live.",
	);
}
