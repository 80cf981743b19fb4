import type { Terminal } from "./terminal/terminal.ts";
import type { Verb, VerbOption } from "./verb.ts";
import { listVerbs } from "./verb-table.ts";

/** The help of `undertone --help`. */
export function overallHelp({ style }: Terminal): string {
	const lines = [
		"Undertone hears how something is said: speech emotion recognition on your own machine.",
		"",
		`${style("bold", "Usage:")} undertone VERB [options]`,
		"",
	];
	for (const [group, verbs] of listVerbs()) {
		if (verbs.length === 0) continue;
		lines.push(style("bold", `${group}:`));
		lines.push(...columns(verbs.map(([name, summary]) => [style("cyan", name), name.length, summary])), "");
	}
	lines.push(
		style("bold", "Options:"),
		...columns([
			["--help, -h", 10, "this help; after a verb, the help of the verb"],
			["--version", 9, "the version"],
		]),
		"",
		style("bold", "Examples:"),
		"  undertone analyze interview.wav",
		"  undertone analyze recordings/ --json > results.jsonl",
		"  undertone analyze --help",
		"",
		"Exit codes: 0 done, 1 some files failed, 2 a mistake in the command or its surroundings, 130 interrupted.",
		"Outputs are likeness, not feeling: a voice that sounds like anger is not proof that somebody is angry.",
	);
	return lines.join("\n");
}

/** The help of `undertone VERB --help`. */
export function verbHelp(name: string, verb: Verb, { style }: Terminal): string {
	const options = Object.entries(verb.options).map(([option, spec]): [string, number, string] => {
		const left = optionWords(option, spec);
		return [left, left.length, spec.description];
	});
	options.push(["--help, -h", 10, "this help"]);
	const lines = [
		`undertone ${name}: ${verb.summary}`,
		"",
		`${style("bold", "Usage:")} undertone ${verb.usage}`,
		"",
		style("bold", "Options:"),
		...columns(options),
		"",
		style("bold", "Examples:"),
		...verb.examples.map((example) => `  ${example}`),
	];
	for (const note of verb.notes ?? []) lines.push("", note);
	return lines.join("\n");
}

function optionWords(name: string, { type, short, value, multiple }: VerbOption): string {
	const words = type === "string" ? `--${name} ${value ?? "VALUE"}` : `--${name}`;
	return `${words}${short === undefined ? "" : `, -${short}`}${multiple === true ? " …" : ""}`;
}

/** Two columns; `width` is that of the left text without its colour codes. */
function columns(rows: readonly [left: string, width: number, right: string][]): string[] {
	const widest = Math.max(...rows.map(([, width]) => width));
	return rows.map(([left, width, right]) => `  ${left}${" ".repeat(widest - width + 2)}${right}`);
}
