import type { Readable, Writable } from "node:stream";
import type { Terminal } from "./terminal/terminal.ts";

/** One option of a verb, in the form `node:util`'s parseArgs takes, with words for the help. */
export interface VerbOption {
	readonly type: "string" | "boolean";
	/** One sentence without a full stop, for the help. */
	readonly description: string;
	/** What stands for the value in the help: `FILE`, `DIR`, `HZ`. */
	readonly value?: string;
	readonly short?: string;
	/** May be given several times; its value is then a list. */
	readonly multiple?: boolean;
}

/** Options by name, without the dashes. */
export type VerbOptions = Readonly<Record<string, VerbOption>>;

/** The values of options that were given. */
export type OptionValues<O extends VerbOptions> = {
	readonly [K in keyof O]?: O[K]["type"] extends "boolean"
		? boolean
		: O[K]["multiple"] extends true
			? readonly string[]
			: string;
};

/** What a verb gets to work with; it touches nothing of the process but this. */
export interface VerbContext<O extends VerbOptions = VerbOptions> {
	/** What was given besides options: files, folders, names. */
	readonly positionals: readonly string[];
	readonly options: OptionValues<O>;
	readonly terminal: Terminal;
	readonly stdin: Readable;
	readonly stdout: Writable;
	readonly stderr: Writable;
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** Aborted by Ctrl-C and by SIGTERM, with an UndertoneError `cancelled` as its reason. */
	readonly signal: AbortSignal;
}

/** One verb of the command line. */
export interface Verb {
	/** One sentence without a full stop: what it does. */
	readonly summary: string;
	/** What follows `undertone`: `analyze FILE|DIR… [options]`. */
	readonly usage: string;
	readonly options: VerbOptions;
	/** Whole command lines, each beginning with `undertone`. */
	readonly examples: readonly string[];
	/** Paragraphs that the help prints after the options. */
	readonly notes?: readonly string[];
	/**
	 * Does it.
	 *
	 * @returns The exit code: 0 done, 1 done in part (some files failed) or not as hoped, 2 a mistake of the user.
	 * @throws {UndertoneError} For a mistake of the user or a wrong outside world; printed as one sentence.
	 */
	run(context: VerbContext): Promise<number>;
}

/**
 * A verb whose `run` sees its options typed.
 *
 * @example
 * export const verb = defineVerb({
 * 	summary: "print what a model file says of itself",
 * 	usage: "model FILE [--json]",
 * 	options: { json: { type: "boolean", description: "print JSON" } },
 * 	examples: ["undertone model models/speech.onnx"],
 * 	run: async ({ positionals, options }) => (options.json === true ? 0 : 1),
 * });
 */
export function defineVerb<const O extends VerbOptions>(
	verb: Omit<Verb, "options" | "run"> & {
		readonly options: O;
		readonly run: (context: VerbContext<O>) => Promise<number>;
	},
): Verb {
	return { ...verb, run: (context) => verb.run(context as VerbContext<O>) };
}
