import { join } from "node:path";
import { UndertoneError } from "@undertone/core";
import {
	damaged,
	embeddingDimensions,
	fusion,
	intensityStudy,
	profileStudy,
	readRecipe,
	runRecipe,
	s0Ravdess,
	s1Tess,
} from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { findFolder } from "../lab/find-folder.ts";
import { listRecipes } from "../lab/list-recipes.ts";
import { defineVerb } from "../verb.ts";

const experiments = [s0Ravdess, s1Tess, fusion, damaged, profileStudy, intensityStudy, embeddingDimensions];

/** Makes stored figures again from raw data. */
export const verb = defineVerb({
	summary: "make a stored figure again from raw data",
	usage: "reproduce [ID|all] [--data DIR] [--results DIR]",
	options: {
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: { type: "string", value: "DIR", description: "where results are stored (results)" },
	},
	examples: [
		"undertone reproduce s1-tess",
		"undertone reproduce speech --results again",
		"undertone reproduce all",
	],
	notes: ["Without an id it lists what can be reproduced."],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const folder = findFolder("recipes");
		const recipes = await listRecipes(folder);
		const known = [...experiments.map(({ id }) => id), ...recipes.map(({ id }) => id)];
		const [wanted] = positionals;
		if (wanted === undefined) {
			for (const { id, summary } of experiments) terminal.print(`${id.padEnd(20)} ${summary}`);
			for (const { id, description } of recipes) terminal.print(`${id.padEnd(20)} ${description}`);
			return 0;
		}
		const found = wanted === "all" ? known : known.filter((id) => id === makerOf(wanted, known));
		if (found.length === 0) {
			throw new UndertoneError(
				"usage",
				`There is no experiment "${wanted}" (recipes are looked for in "${folder}"), expected one of ${known.join(", ")}, or all.`,
			);
		}
		for (const id of found) {
			const lab = experimentContext(context, options);
			const experiment = experiments.find((candidate) => candidate.id === id);
			if (experiment !== undefined) await experiment.run(lab);
			else {
				const recipe = await readRecipe(join(folder, `${id}.json`));
				const { model: _, ...evaluated } = recipe;
				await runRecipe(evaluated, `undertone reproduce ${id}`, lab);
			}
		}
		terminal.print(`Stored in ${options.results ?? "results"}.`);
		return 0;
	},
});

/** What makes a stored result: `speech-emodb` is a part of `speech`. */
function makerOf(id: string, known: readonly string[]): string | undefined {
	return known
		.filter((candidate) => id === candidate || id.startsWith(`${candidate}-`))
		.sort((a, b) => b.length - a.length)[0];
}
