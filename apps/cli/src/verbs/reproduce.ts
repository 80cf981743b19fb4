import { UndertoneError } from "@undertone/core";
import {
	compareReproduced,
	percent,
	type Reproduction,
	readFigures,
	readResults,
	type StoredFigures,
	toleranceOf,
} from "@undertone/lab";
import { experimentContext } from "../lab/experiment-context.ts";
import { findFolder } from "../lab/find-folder.ts";
import { listMakers, type Maker, makerOf } from "../lab/makers.ts";
import { resultTable } from "../lab/result-table.ts";
import { defineVerb } from "../verb.ts";

/** Makes stored figures again from raw data, and compares. */
export const verb = defineVerb({
	summary: "make a stored figure again from raw data, and compare",
	usage: "reproduce [ID|all] [--data DIR] [--results DIR]",
	options: {
		data: { type: "string", value: "DIR", description: "the folder of the corpora" },
		results: {
			type: "string",
			value: "DIR",
			description: "where the new figures are stored (results, in place of the old)",
		},
	},
	examples: [
		"undertone reproduce s1-tess",
		"undertone reproduce speech --results again",
		"undertone reproduce ivector-plda-50",
		"undertone reproduce all",
	],
	notes: [
		"Without an id it lists what can be reproduced. The id of any stored result will do: what its command names is run, which may make others too.",
		"Every figure made is printed beside the stored one. The exit code is 1 if one is outside its tolerance: half a point, and 2.5 where a network learns.",
		"Features and finished fits are taken from the cache if nothing has changed; with UNDERTONE_CACHE=DIR, an empty folder, all is computed anew.",
	],
	run: async (context) => {
		const { positionals, options, terminal } = context;
		const recipes = findFolder("recipes");
		const stored = await readFigures(findFolder("results"));
		const makers = await listMakers(recipes, stored);
		const [wanted] = positionals;
		if (wanted === undefined) {
			for (const { id, summary } of makers) terminal.print(`${id.padEnd(20)} ${summary}`);
			return 0;
		}
		const maker = makerOf(wanted, makers, stored);
		const chosen = wanted === "all" ? makers : maker === undefined ? [] : [maker];
		if (chosen.length === 0) {
			throw new UndertoneError(
				"usage",
				`There is no experiment "${wanted}" (recipes are looked for in "${recipes}"), expected one of ${makers.map(({ id }) => id).join(", ")}, a stored result, or all.`,
			);
		}
		const lab = experimentContext(context, options);
		const judged: Reproduction[] = [];
		for (const one of chosen) {
			const began = Date.now();
			await one.run(lab);
			const made = new Map(
				[...(await readFigures(lab.results))].filter(([, { storedAt }]) => storedAt >= began),
			);
			const results = (await readResults(lab.results)).filter(({ id }) => made.has(id));
			terminal.print("");
			if (results.length > 0) {
				for (const line of await resultTable(results, lab.results)) terminal.print(line);
				terminal.print("");
			}
			const again = judge(one, made, stored, wanted);
			for (const line of again.map(reproductionLine)) terminal.print(line);
			for (const id of made.keys()) if (!stored.has(id)) terminal.print(`${id}: nothing was stored before.`);
			judged.push(...again);
		}
		terminal.print(`Stored in ${lab.results}.`);
		const outside = judged.filter(({ within }) => !within);
		if (outside.length === 0) return 0;
		terminal.print(
			`${outside.length} of ${judged.length} outside the tolerance: ${outside.map(({ id }) => id).join(", ")}.`,
		);
		return 1;
	},
});

/** What was made beside what was stored: every id that was made, and the one that was asked for. */
function judge(
	maker: Maker,
	made: ReadonlyMap<string, StoredFigures>,
	stored: ReadonlyMap<string, StoredFigures>,
	wanted: string,
): Reproduction[] {
	const ids = new Set([...made.keys(), wanted].filter((id) => stored.has(id)));
	return [...ids].sort().map((id) => {
		const before = stored.get(id) as StoredFigures;
		return compareReproduced(before, made.get(id), toleranceOf(before.classifier ?? maker.classifier));
	});
}

const names: Readonly<Record<string, string>> = { uar: "UAR", accuracy: "accuracy" };

function reproductionLine({ id, name, stored, made, tolerance, within }: Reproduction): string {
	const what = `${id}, ${names[name] ?? name}: stored ${percent(stored)}`;
	if (made === undefined) return `${what}, not made again.`;
	const most = `${100 * tolerance.most} points (${tolerance.reason})`;
	if (made === stored) return `${what}, again ${percent(made)}: the same.`;
	const by = `${Math.abs(100 * (made - stored)).toFixed(2)} points apart`;
	return `${what}, again ${percent(made)}: ${by}, ${within ? "within" : "OUTSIDE"} the tolerance of ${most}.`;
}
