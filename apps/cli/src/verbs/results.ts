import { countOpenings, readResults } from "@undertone/lab";
import { resultHeading, resultLine } from "../lab/result-table.ts";
import { defineVerb } from "../verb.ts";

/** Prints every stored figure. */
export const verb = defineVerb({
	summary: "every stored figure with its protocol and interval",
	usage: "results [--json] [--results DIR]",
	options: {
		json: { type: "boolean", description: "print JSON, one line a result" },
		results: { type: "string", value: "DIR", description: "where results are stored (results)" },
	},
	examples: ["undertone results", "undertone results --json | head -1"],
	run: async ({ options, terminal }) => {
		const results = await readResults(options.results ?? "results");
		if (options.json === true) {
			for (const result of results) terminal.print(JSON.stringify(result));
			return 0;
		}
		if (results.length === 0) {
			terminal.print("No result is stored here. undertone reproduce s1-tess makes one.");
			return 0;
		}
		const width = Math.max(...results.map((result) => result.id.length));
		terminal.print(terminal.style("bold", resultHeading(width)));
		for (const result of results) terminal.print(resultLine(result, width));
		terminal.print("");
		terminal.print("A random split has the same voices on both sides: it says nothing about a new person.");
		const openings = [...(await countOpenings(options.results ?? "results"))];
		terminal.print(
			`Recipes tested so far: ${openings.map(([corpus, recipes]) => `${corpus} ${recipes}`).join(", ")}.`,
		);
		return 0;
	},
});
