import { createInterface } from "node:readline/promises";
import { type Readable, Writable } from "node:stream";
import { UndertoneError } from "@undertone/core";

/**
 * A line from standard input, not shown when it is typed at a terminal.
 *
 * @throws {UndertoneError} `usage` if the input ends before a line.
 */
export async function readPassword(
	prompt: string,
	stdin: Readable,
	stderr: Writable,
	signal: AbortSignal,
): Promise<string> {
	const terminal = (stdin as NodeJS.ReadStream).isTTY === true;
	const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: stdin, output: hidden, terminal });
	if (terminal) stderr.write(prompt);
	const abort = (): void => lines.close();
	signal.addEventListener("abort", abort, { once: true });
	lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
	try {
		for await (const line of lines) return line;
		signal.throwIfAborted();
		throw new UndertoneError("usage", "reset-password: no password was given on standard input.");
	} finally {
		signal.removeEventListener("abort", abort);
		lines.close();
		if (terminal) stderr.write("\n");
	}
}
