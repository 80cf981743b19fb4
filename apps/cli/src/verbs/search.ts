import { UndertoneError } from "@undertone/core";
import { percent, readSearch, searchRecipes } from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { defineVerb } from "../verb.ts";

/** Tries recipes side by side. */
export const verb = defineVerb({
	summary: "try recipes side by side and choose for each corpus by the others",
	usage: "search SEARCH [--json] [--data DIR]",
	options: {
		json: { type: "boolean", description: "one JSON object" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
	},
	examples: ["undertone search recipes/search/features.json"],
	notes: [
		"Every candidate is run speaker-independently on every corpus; for a corpus the one is chosen that does best on the others, so that its own speakers have no say. A search that was stopped goes on.",
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
					trials: trials.map(({ candidate, uar }) => ({ name: candidate.name, uar })),
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
			["UAR, speaker-independent".padEnd(width), ...corpora.map((name) => name.padStart(10))].join("  "),
		);
		for (const { candidate, uar } of trials) {
			const cells = corpora.map((name) => percent(uar[name]?.value ?? 0).padStart(10));
			terminal.print([candidate.name.padEnd(width), ...cells].join("  "));
		}
		terminal.print("");
		for (const corpus of corpora)
			terminal.print(`For ${corpus}, by the others: ${forCorpus[corpus]?.name ?? ""}`);
		terminal.print(`For a model of all: ${forAll.name}`);
		return 0;
	},
});
