import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import {
	countOpenings,
	gatherResult,
	type Result,
	readFigures,
	readResults,
	resultReport,
} from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { findFolder } from "../lab/find-folder.ts";
import { resultTable } from "../lab/result-table.ts";
import { defineVerb } from "../verb.ts";

/** Prints every stored figure. */
export const verb = defineVerb({
	summary: "every stored figure with its protocol and interval",
	usage: "results [ID [--report FILE]] [--json] [--data DIR] [--results DIR]",
	options: {
		json: { type: "boolean", description: "print JSON, one line a result" },
		report: { type: "string", value: "FILE", description: "write one result as an HTML page" },
		data: {
			type: "string",
			value: "DIR",
			description: "the folder of the corpora, for the groups of a report",
		},
		results: {
			type: "string",
			value: "DIR",
			description: "where results are stored (./results, else the repository's)",
		},
	},
	examples: [
		"undertone results",
		"undertone results --json | head -1",
		"undertone results emodb-loso --report emodb.html",
	],
	notes: ["Of one result, its notes are printed too: what was changed, and what every fold chose."],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const folder = findFolder("results", options.results);
		const [id] = positionals;
		const all = await readResults(folder);
		const results = id === undefined ? all : all.filter((result) => result.id === id);
		if (id !== undefined && results.length === 0) throw await refusal(id, folder, all);
		if (options.report !== undefined) {
			if (id === undefined) {
				throw new UndertoneError(
					"usage",
					"undertone results --report needs the id of one result. undertone compare writes a report of several.",
				);
			}
			const { cache } = experimentContext(context, options);
			const { result, predictions, ...extras } = await gatherResult(folder, id, {
				data: options.data,
				cache,
			});
			await writeFile(options.report, resultReport(result, predictions, extras));
		}
		if (options.json === true) {
			for (const result of results) terminal.print(JSON.stringify(result));
			return 0;
		}
		if (results.length === 0) {
			terminal.print(`No result is stored in "${folder}". undertone reproduce s1-tess makes one.`);
			return 0;
		}
		const [heading = "", ...lines] = await resultTable(results, folder);
		terminal.print(terminal.style("bold", heading));
		for (const line of lines) terminal.print(line);
		if (id !== undefined) for (const note of results[0]?.notes ?? []) terminal.print(`  ${note}`);
		terminal.print("");
		terminal.print("A random split has the same voices on both sides: it says nothing about a new person.");
		const openings = [...(await countOpenings(folder))];
		terminal.print(
			`Recipes tested so far: ${openings.map(([corpus, recipes]) => `${corpus} ${recipes}`).join(", ")}.`,
		);
		return 0;
	},
});

/** Says what is stored under an id that is no result: a study, or nothing. */
async function refusal(id: string, folder: string, results: readonly Result[]): Promise<UndertoneError> {
	const isStudy = (await readFigures(folder)).has(id);
	return new UndertoneError(
		"usage",
		isStudy
			? `"${id}" is a study, stored as a table: "${join(folder, id, "table.csv")}". The studio's accuracy page draws it (Noise, profiles, damage); undertone reproduce ${id} makes it again.`
			: `There is no stored result "${id}" in "${folder}", expected one of ${results.map((one) => one.id).join(", ")}.`,
	);
}
