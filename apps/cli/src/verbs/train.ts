import { UndertoneError } from "@undertone/core";
import { readRecipe, runRecipe } from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { resultTable } from "../lab/result-table.ts";
import { defineVerb } from "../verb.ts";

/** Evaluates and trains what a recipe declares. */
export const verb = defineVerb({
	summary: "train a model from a recipe",
	usage: "train RECIPE [--features TABLE] [--data DIR] [--results DIR]",
	options: {
		features: {
			type: "string",
			value: "TABLE",
			description: "a csv that undertone features corpus NAME wrote, instead of the audio",
		},
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: { type: "string", value: "DIR", description: "where results are stored (results)" },
	},
	examples: ["undertone train recipes/speech.json", "UNDERTONE_DATA=/data undertone train mine.json"],
	notes: [
		"Every outer fold trains anew; then, if the recipe names a model file, the model for all clips is trained and written with its card. A run that was stopped goes on where it was.",
		'A recipe with a "search" chooses its settings anew in every fold, on inner groups of the speakers of its training part ("selection": "nested"); undertone results ID prints what each chose. See recipes/emodb-svm-nested.json and docs/lab.md.',
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const [path] = positionals;
		if (path === undefined) {
			throw new UndertoneError("usage", "undertone train needs a recipe, such as recipes/speech.json.");
		}
		const recipe = await readRecipe(path);
		const lab = experimentContext(context, options);
		const results = await runRecipe(recipe, `undertone train ${path}`, lab);
		if (results.length === 0) return 0;
		terminal.print("");
		for (const line of await resultTable(results, lab.results)) terminal.print(line);
		return 0;
	},
});
