import { UndertoneError } from "@undertone/core";
import { type Judgement, percent, readSearch, searchRecipes } from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { defineVerb } from "../verb.ts";

/** As wide as "71.2 % (10)". */
const cellWidth = 12;

/** Tries recipes side by side. */
export const verb = defineVerb({
	summary: "try recipes side by side and choose for each corpus by the others",
	usage: "search SEARCH [--json] [--data DIR] [--results DIR]",
	options: {
		json: { type: "boolean", description: "one JSON object" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: { type: "string", value: "DIR", description: "whose ledger counts what was opened (results)" },
	},
	examples: ["undertone search recipes/search/features.json"],
	notes: [
		"Every candidate is run speaker-independently on every corpus; for a corpus the one is chosen that does best on the others, so that its own speakers have no say. A search that was stopped goes on. Every candidate on every corpus is a line in results/ledger.csv.",
		'A search tries all combinations of its "choices", or as many as "draws" says, drawn at random; then a choice may be a range {"low", "high", "logarithmic", "whole"} too. "halving": {"budgets": [1, 2, 5], "keep": 0.34} judges all candidates on one outer fold, the best 34 % of them on two, and so on. See docs/lab.md; a recipe with a "search" of its own chooses inside every training part (undertone train).',
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const [path] = positionals;
		if (path === undefined) {
			throw new UndertoneError(
				"usage",
				"undertone search needs a search, such as recipes/search/features.json.",
			);
		}
		const spec = await readSearch(path);
		const { trials, forCorpus, forAll } = await searchRecipes(spec, experimentContext(context, options));
		if (options.json === true) {
			terminal.print(
				JSON.stringify({
					id: spec.id,
					trials: trials.map(({ candidate: { name, fields }, byCorpus }) => ({ name, fields, byCorpus })),
					forCorpus: Object.fromEntries(
						Object.entries(forCorpus).map(([corpus, { name }]) => [corpus, name]),
					),
					forAll: forAll.name,
				}),
			);
			return 0;
		}
		const corpora = Object.keys(spec.corpora);
		const width = Math.max(...trials.map(({ candidate }) => candidate.name.length));
		terminal.print(
			["UAR, speaker-independent".padEnd(width), ...corpora.map((name) => name.padStart(cellWidth))].join(
				"  ",
			),
		);
		const most = (corpus: string): number =>
			Math.max(...trials.map(({ byCorpus }) => byCorpus[corpus]?.folds ?? 0));
		for (const { candidate, byCorpus } of trials) {
			const cells = corpora.map((name) => cell(byCorpus[name], most(name)).padStart(cellWidth));
			terminal.print([candidate.name.padEnd(width), ...cells].join("  "));
		}
		if (spec.halving !== undefined) {
			terminal.print("(n): dropped after n outer folds.");
		}
		terminal.print("");
		for (const corpus of corpora)
			terminal.print(`For ${corpus}, by the others: ${forCorpus[corpus]?.name ?? ""}`);
		terminal.print(`For a model of all: ${forAll.name}`);
		return 0;
	},
});

/** UAR, and on how many folds where others got more. */
function cell(judgement: Judgement | undefined, most: number): string {
	if (judgement === undefined) return "";
	const { uar, folds } = judgement;
	return `${percent(uar.value)}${folds < most ? ` (${folds})` : ""}`;
}
