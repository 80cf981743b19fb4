import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";

/**
 * How many different recipes (classifier, features, adaptation) were tested on each corpus so far, by the ledger:
 * the more there were, the more the best of them owes to luck.
 *
 * @param folder - Of stored results; empty if there is no ledger.
 */
export async function countOpenings(folder: string): Promise<Map<string, number>> {
	const text = await readFile(join(folder, "ledger.csv"), "utf8").catch(() => "");
	const recipes = new Map<string, Set<string>>();
	for (const { corpora = "", classifier, features, adaptation } of parseCsv(text)) {
		for (const corpus of corpora.split("+")) {
			const set = recipes.get(corpus) ?? new Set();
			recipes.set(corpus, set.add(`${classifier}|${features}|${adaptation}`));
		}
	}
	return new Map([...recipes].map(([corpus, set]) => [corpus, set.size]));
}
