import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { UndertoneError } from "@undertone/core";
import { explainError } from "./explain-error.ts";
import { overallHelp, verbHelp } from "./help.ts";
import { createTerminal, type Terminal } from "./terminal/terminal.ts";
import type { OptionValues, Verb, VerbOptions } from "./verb.ts";
import { listVerbs, loadVerb } from "./verb-table.ts";

/**
 * The command line: finds the verb, runs it, sets the process's exit code.
 *
 * @param parameters - What stands after `undertone`.
 */
export async function main(parameters: readonly string[]): Promise<void> {
	const controller = new AbortController();
	const { signal } = controller;
	const isPipeClosed = abortOnClosedPipe(controller);
	abortOnSignals(controller);
	const terminal = createTerminal(process.stdout, process.stderr, process.env);
	try {
		const exitCode = await runVerb(parameters, terminal, signal);
		process.exitCode = isPipeClosed() ? 0 : exitCode;
	} catch (error) {
		if (isPipeClosed()) {
			process.exitCode = 0;
			return;
		}
		const cause = signal.aborted && isAbort(error) ? signal.reason : error;
		const { sentence, exitCode, fault } = explainError(cause);
		terminal.warn(`undertone: ${sentence}`);
		if (fault) terminal.warn("This is a fault in Undertone. With UNDERTONE_DEBUG=1 it prints where.");
		if ((process.env.UNDERTONE_DEBUG ?? "") !== "" && error instanceof Error)
			terminal.warn(error.stack ?? "");
		process.exitCode = exitCode;
	}
}

async function runVerb(
	parameters: readonly string[],
	terminal: Terminal,
	signal: AbortSignal,
): Promise<number> {
	const [first, ...rest] = parameters;
	if (
		first === undefined ||
		first === "--help" ||
		first === "-h" ||
		(first === "help" && rest.length === 0)
	) {
		terminal.print(overallHelp(terminal));
		return 0;
	}
	if (first === "--version" || first === "-v" || first === "version") {
		terminal.print(version());
		return 0;
	}
	const name = first === "help" ? (rest[0] as string) : first;
	const verb = await loadVerb(name);
	if (verb === undefined) throw new UndertoneError("usage", unknownVerb(name));
	if (first === "help" || asksForHelp(rest)) {
		terminal.print(verbHelp(name, verb, terminal));
		return 0;
	}
	const { positionals, options } = parse(name, verb, rest);
	return verb.run({
		positionals,
		options,
		terminal,
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		environment: process.env,
		signal,
	});
}

function asksForHelp(parameters: readonly string[]): boolean {
	const end = parameters.indexOf("--");
	const before = end < 0 ? parameters : parameters.slice(0, end);
	return before.includes("--help") || before.includes("-h");
}

function parse(
	name: string,
	verb: Verb,
	parameters: string[],
): { positionals: string[]; options: OptionValues<VerbOptions> } {
	const options = Object.fromEntries(
		Object.entries(verb.options).map(([option, { type, short, multiple }]) => [
			option,
			{ type, ...(short === undefined ? {} : { short }), ...(multiple === undefined ? {} : { multiple }) },
		]),
	);
	try {
		const { values, positionals } = parseArgs({ args: parameters, options, allowPositionals: true });
		return { positionals, options: values as OptionValues<VerbOptions> };
	} catch (error) {
		const [sentence] = String((error as Error).message).split(". To specify");
		throw new UndertoneError(
			"usage",
			`${name}: ${(sentence as string).replace(/\.$/, "")}. See undertone ${name} --help.`,
			{ cause: error },
		);
	}
}

function unknownVerb(name: string): string {
	const names = listVerbs().flatMap(([, verbs]) => verbs.map(([verb]) => verb));
	const near = names.find((verb) => verb.startsWith(name.slice(0, 3)) || name.startsWith(verb));
	const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
	return `there is no verb "${name}", expected one of ${names.join(", ")}.${hint}`;
}

function version(): string {
	const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
	return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * `undertone … | head` closes the pipe early: that is no failure. The verb is asked to end, because a process that ends
 * while onnxruntime computes in one of its threads is aborted.
 *
 * @returns Whether that has happened.
 */
function abortOnClosedPipe(controller: AbortController): () => boolean {
	let isClosed = false;
	for (const stream of [process.stdout, process.stderr]) {
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE" && error.code !== "EOF") throw error;
			isClosed = true;
			controller.abort(new UndertoneError("cancelled", "the reader of the output went away."));
		});
	}
	return () => isClosed;
}

/** The first Ctrl-C asks the verb to end, a second one ends the process. */
function abortOnSignals(controller: AbortController): void {
	let first = 0;
	const handle = (code: number) => () => {
		// A shell sends Ctrl-C to the parent (see bin) and to this process, so one press may arrive twice.
		if (controller.signal.aborted && performance.now() - first > 300) process.exit(code);
		if (controller.signal.aborted) return;
		first = performance.now();
		controller.abort(new UndertoneError("cancelled", "interrupted."));
	};
	process.on("SIGINT", handle(130));
	process.on("SIGTERM", handle(143));
}

function isAbort(error: unknown): boolean {
	return (
		error instanceof Error &&
		(error.name === "AbortError" || (error as { code?: unknown }).code === "ABORT_ERR")
	);
}
