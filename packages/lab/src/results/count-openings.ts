import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";
import type { Result } from "./result.ts";

/**
 * How many different recipes (classifier, features, adaptation) were tested on each corpus so far, by the ledger:
 * the more there were, the more the best of them owes to luck. Every candidate of a search is a recipe of its own. A
 * lower bound: what differs only in what a line does not say counts once.
 *
 * @param folder - Of stored results; empty if there is no ledger.
 */
export async function countOpenings(folder: string): Promise<Map<string, number>> {
	const text = await readFile(join(folder, "ledger.csv"), "utf8").catch(() => "");
	const recipes = new Map<string, Set<string>>();
	for (const { id = "", corpora = "", classifier, features, adaptation } of parseCsv(text)) {
		// Candidates differ in what a line does not say: copies, cutting off, selection of features.
		const recipe = id.startsWith(searched) ? id : `${classifier}|${features}|${adaptation}`;
		for (const corpus of corpora.split("+")) {
			const set = recipes.get(corpus) ?? new Set();
			recipes.set(corpus, set.add(recipe));
		}
	}
	return new Map([...recipes].map(([corpus, set]) => [corpus, set.size]));
}

/** How the ledger names what a search opened: `search/features/0b1f-emodb`. */
export const searched = "search/";

/** How many recipes were opened on the corpora of a result, such as `63`, or `63 + 41` for two. */
export function openedOn(
	{ corpora }: Pick<Result, "corpora">,
	openings: ReadonlyMap<string, number>,
): string {
	return corpora.map((corpus) => openings.get(corpus) ?? 0).join(" + ");
}
