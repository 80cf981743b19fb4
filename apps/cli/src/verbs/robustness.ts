import { UndertoneError } from "@undertone/core";
import {
	conditions,
	isSpeechRecipe,
	percent,
	readRecipe,
	storeConditions,
	testConditions,
} from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { defineVerb } from "../verb.ts";

/** Puts a recipe's models to noise, rooms and short clips. */
export const verb = defineVerb({
	summary: "how a recipe does in noise, in rooms and on short clips",
	usage: "robustness RECIPE… [--conditions LIST] [--json] [--data DIR] [--results DIR]",
	options: {
		conditions: {
			type: "string",
			value: "LIST",
			description: "noise, room, duration, or how names begin, separated by commas (all of them)",
		},
		json: { type: "boolean", description: "one JSON line a condition" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora and of the noises" },
		results: { type: "string", value: "DIR", description: "where the tables are stored (results)" },
	},
	examples: [
		"undertone robustness recipes/ravdess-speakers-features.json",
		"undertone robustness recipes/emodb-loso-features.json --conditions duration",
		'undertone robustness recipes/ravdess-clean.json --conditions "noise coffee-shop,room StAndrewsChurch"',
	],
	notes: [
		"Every fold is trained as its recipe says, once; only the test clips change. The noises coffee-shop and train and three rooms are never trained with. Excerpts begin where speech begins. Stored in results/conditions-ID.",
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		if (positionals.length === 0) {
			throw new UndertoneError(
				"usage",
				"undertone robustness needs a recipe, such as recipes/emodb-loso-features.json.",
			);
		}
		const list = conditions(options.conditions?.split(",").map((one) => one.trim()));
		for (const path of positionals) {
			const recipe = await readRecipe(path);
			if (!isSpeechRecipe(recipe)) {
				throw new UndertoneError(
					"usage",
					`undertone robustness takes recipes of speech, "${path}" is of the task ${recipe.task}.`,
				);
			}
			const found = await testConditions(recipe, list, experimentContext(context, options));
			await storeConditions(options.results ?? "results", recipe, found);
			const clean = found[0]?.uar.value ?? 0;
			if (options.json !== true) terminal.print(terminal.style("bold", recipe.id));
			for (const { condition, uar, accuracy } of found) {
				if (options.json === true) {
					terminal.print(JSON.stringify({ recipe: recipe.id, condition: condition.name, uar, accuracy }));
					continue;
				}
				const lost = 100 * (uar.value - clean);
				const change =
					condition.kind === "clean" ? "" : `${lost < 0 ? "−" : "+"}${Math.abs(lost).toFixed(1)}`;
				terminal.print(
					`${condition.name.padEnd(32)} UAR ${percent(uar.value).padStart(6)} (${percent(uar.low)} to ${percent(uar.high)}) ${change.padStart(6)}`,
				);
			}
		}
		return 0;
	},
});
