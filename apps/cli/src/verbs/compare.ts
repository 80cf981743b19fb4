import { writeFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import {
	type AnyRecipe,
	compareResults,
	comparisonReport,
	gatherResult,
	percent,
	readRecipe,
	readResults,
	resultIds,
	runRecipe,
} from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { findFolder } from "../lab/find-folder.ts";
import { resultTable } from "../lab/result-table.ts";
import { defineVerb } from "../verb.ts";

/** Several results side by side, each tested against the first on the same clips. */
export const verb = defineVerb({
	summary: "results or recipes side by side, each tested against the first",
	usage: "compare ID|RECIPE… [--json] [--report FILE] [--data DIR] [--results DIR]",
	options: {
		json: { type: "boolean", description: "one JSON line a comparison" },
		report: { type: "string", value: "FILE", description: "write all of it as one HTML page" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: { type: "string", value: "DIR", description: "where results are stored (results)" },
	},
	examples: [
		"undertone compare emodb-loso emodb-lda",
		"undertone compare recipes/emodb-*.json --report emodb.html",
	],
	notes: [
		"A recipe whose result is stored is not run again; one of fusion is all of its results. The difference is that of the UAR on the clips that both scored, with a paired bootstrap over speakers; p by the same draws, and by McNemar's exact test on the clips that only one got right.",
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const asked = await Promise.all(positionals.map(askedFor));
		const ids = asked.flatMap((one) => one.ids);
		if (ids.length < 2) {
			throw new UndertoneError(
				"usage",
				"undertone compare needs two or more results or recipes. undertone results lists the stored ones.",
			);
		}
		const folder = asked.some(({ recipe }) => recipe !== undefined)
			? (options.results ?? "results")
			: findFolder("results", options.results);
		const stored = new Map((await readResults(folder)).map((result) => [result.id, result]));
		for (const { given, recipe, ids } of asked) {
			if (recipe === undefined || ids.every((id) => stored.has(id))) continue;
			const { model: _, ...evaluated } = recipe;
			const lab = experimentContext(context, options);
			for (const made of await runRecipe(evaluated, `undertone train ${given}`, lab)) {
				stored.set(made.id, made);
			}
		}
		const comparisons = await compareResults(folder, ids);
		if (options.report !== undefined) {
			const { cache } = experimentContext(context, options);
			const gathered = [];
			for (const id of new Set(ids))
				gathered.push(await gatherResult(folder, id, { data: options.data, cache }));
			await writeFile(options.report, comparisonReport(gathered, comparisons));
		}
		if (options.json === true) {
			for (const { first, second, ...rest } of comparisons) {
				terminal.print(JSON.stringify({ first: first.id, second: second.id, ...rest }));
			}
			return 0;
		}
		const compared = ids.flatMap((id) => stored.get(id) ?? []);
		const [heading = "", ...lines] = await resultTable(compared, folder);
		terminal.print(terminal.style("bold", heading));
		for (const line of lines) terminal.print(line);
		terminal.print("");
		for (const { first, second, n, uar, difference, onlyFirst, onlySecond, mcnemar } of comparisons) {
			const points = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(100 * value).toFixed(1)}`;
			terminal.print(
				`${first.id} against ${second.id}, ${n} clips: UAR ${percent(uar[0])} against ${percent(uar[1])}, ` +
					`${points(difference.value)} points (95 %: ${points(difference.low)} to ${points(difference.high)}, ` +
					`p ${difference.p < 0.01 ? difference.p.toFixed(3) : difference.p.toFixed(2)}); ` +
					`right only in the first ${onlyFirst}, only in the second ${onlySecond} (McNemar p ${mcnemar < 0.001 ? "< 0.001" : mcnemar.toFixed(3)}).`,
			);
		}
		return 0;
	},
});

/** What is to be compared: a stored result, or those of a recipe. */
interface Asked {
	readonly given: string;
	readonly recipe?: AnyRecipe;
	readonly ids: readonly string[];
}

async function askedFor(given: string): Promise<Asked> {
	if (!given.endsWith(".json")) return { given, ids: [given] };
	const recipe = await readRecipe(given);
	const ids = resultIds(recipe);
	if (ids.length > 0) return { given, recipe, ids };
	throw new UndertoneError(
		"usage",
		`undertone compare needs recipes that have figures, but ${given} is of a network that learns from all pictures and has none of its own. Give the average that it belongs to.`,
	);
}
