import { UndertoneError } from "@undertone/core";
import { isSpeechRecipe, iVectors, readRecipe, storeImportance, testImportance } from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { defineVerb } from "../verb.ts";

/** Permutation importance of what a recipe's models listen to. */
export const verb = defineVerb({
	summary: "which features a recipe's models would miss most",
	usage: "importance RECIPE [--json] [--data DIR] [--results DIR]",
	options: {
		json: { type: "boolean", description: "one JSON line a contour" },
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: { type: "string", value: "DIR", description: "where results are stored (results)" },
	},
	examples: [
		"undertone importance recipes/ravdess-clean.json",
		"undertone reproduce ravdess-clean && undertone results ravdess-clean --report r.html",
	],
	notes: [
		"Every outer fold is trained once; then the statistics of one contour after another (f0_mean, f0_slope … together) are exchanged between its test clips; of a recipe with an embedding its i-vectors, too, as a whole. Stored in results/ID/importance.csv; the report of the result shows them.",
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const [path] = positionals;
		if (path === undefined) {
			throw new UndertoneError(
				"usage",
				"undertone importance needs a recipe, such as recipes/ravdess-clean.json.",
			);
		}
		const recipe = await readRecipe(path);
		if (!isSpeechRecipe(recipe)) {
			throw new UndertoneError(
				"usage",
				`undertone importance takes recipes of speech, "${path}" is of the task ${recipe.task}.`,
			);
		}
		const tested = await testImportance(recipe, experimentContext(context, options));
		await storeImportance(options.results ?? "results", recipe, tested);
		const { importances, uar } = tested;
		if (options.json !== true) {
			const percent = (value: number): string => (100 * value).toFixed(1);
			terminal.print(
				`UAR ${percent(uar.value)} % (${percent(uar.low)} to ${percent(uar.high)}), and what of it is lost without:`,
			);
		}
		const width = Math.max(...importances.map(({ family }) => family.length));
		for (const { family, features, decrease } of importances) {
			const points = (value: number): string => `${value < 0 ? "−" : ""}${Math.abs(100 * value).toFixed(1)}`;
			terminal.print(
				options.json === true
					? JSON.stringify({ recipe: recipe.id, family, features, ...decrease })
					: `${family.padEnd(width)} ${String(features).padStart(3)} ${unitOf(family, features).padEnd(10)}  ${points(decrease.value).padStart(5)} points of UAR (${points(decrease.low)} to ${points(decrease.high)})`,
			);
		}
		return 0;
	},
});

function unitOf(family: string, count: number): string {
	const unit = family === iVectors ? "dimension" : "feature";
	return count === 1 ? unit : `${unit}s`;
}
