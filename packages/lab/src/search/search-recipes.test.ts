import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import { searchRecipes } from "./search-recipes.ts";
import { parseSearch } from "./search-spec.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-search-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const corpora = [humCorpus(folder, { name: "one", clips: 4 }), humCorpus(folder, { name: "two", clips: 6 })];
const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};

function search(changes: Readonly<Record<string, unknown>> = {}) {
	return {
		id: "hum",
		description: "people hum",
		corpora: Object.fromEntries(corpora.map((corpus) => [corpus, ["neutral", "happy"]])),
		base: {
			features: "s1-mfcc40@1",
			classifiers: [{ kind: "lda" }],
			members: 1,
			protocol: { split: "speaker-independent", folds: 3 },
		},
		// The first has no leaf that is small enough: to it all clips are alike.
		choices: {
			classifiers: [
				[{ kind: "forest", trees: 1, minLeaf: 100 }],
				[{ kind: "lda" }],
				[{ kind: "neighbours", k: 1 }],
			],
		},
		halving: { budgets: [1, 3], keep: 0.34 },
		seed: 1,
		...changes,
	};
}

/** When every fit in the cache was written, by file. */
function fits(): Map<string, number> {
	const runs = join(folder, "cache", "fits");
	const files = readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((file) =>
		file.endsWith(".fit"),
	);
	return new Map(files.map((file) => [file, statSync(join(runs, file)).mtimeMs]));
}

describe("searchRecipes", { timeout: 240_000 }, () => {
	it("judges all on the first budget and the best on the last, training no fold twice", async () => {
		const { trials, forCorpus, forAll } = await searchRecipes(
			parseSearch(search({ halving: { budgets: [1] } }), "test"),
			context,
		);
		expect(trials.flatMap(({ byCorpus }) => Object.values(byCorpus).map(({ folds }) => folds))).toEqual([
			1, 1, 1, 1, 1, 1,
		]);
		const before = fits();
		expect(before.size).toBe(3 * 2);
		const halved = await searchRecipes(parseSearch(search(), "test"), context);
		const after = fits();
		for (const [file, written] of before) expect(after.get(file)).toBe(written);
		// One of three candidates goes on, by each corpus and by both; what is dropped stays at one fold.
		const folds = halved.trials.map(({ byCorpus }) => Object.values(byCorpus).map((one) => one.folds));
		expect(folds[0]).toEqual([1, 1]);
		expect(after.size).toBe(folds.flat().reduce((sum, count) => sum + count, 0));
		for (const corpus of corpora) {
			const other = corpora.find((one) => one !== corpus) ?? "";
			const chosen = halved.trials.find(({ candidate }) => candidate.key === halved.forCorpus[corpus]?.key);
			expect(chosen?.byCorpus[other]?.folds).toBe(3);
		}
		const forBoth = halved.trials.find(({ candidate }) => candidate.key === halved.forAll.key);
		expect(Object.values(forBoth?.byCorpus ?? {}).map((one) => one.folds)).toEqual([3, 3]);
		const ledger = readFileSync(join(folder, "results", "ledger.csv"), "utf8")
			.trim()
			.split("\n");
		// Six candidates on one fold, and those that went on again on three.
		const openings = ledger.slice(1).map((line) => line.split(",")[1] ?? "");
		expect(openings.every((id) => id.startsWith("search/hum-"))).toBe(true);
		expect(new Set(openings).size).toBe(3 * 2);
		await searchRecipes(parseSearch(search(), "test"), context);
		expect(
			readFileSync(join(folder, "results", "ledger.csv"), "utf8")
				.trim()
				.split("\n"),
		).toEqual(ledger);
		expect(forCorpus).toBeDefined();
		expect(forAll).toBeDefined();
	});
});

describe("parseSearch", () => {
	it.each([
		[{ halving: { budgets: [2, 1] } }, /halving\.budgets: must ascend/],
		[{ halving: { budgets: [1, 4] } }, /at most 3, the number of folds, can be judged, got 4/],
		[{ halving: { budgets: [1], keep: 2 } }, /halving\.keep/],
		[{ choices: { clamp: 4 } }, /choices\.clamp: must be a list of values, or a range/],
		[{ choices: { clamp: { low: 2, high: 8 } } }, /choices\.clamp: is a range, .*"draws"/],
		[{ choices: { clamp: { low: 8, high: 2 } }, draws: 2 }, /"clamp" must be .* a range low ≤ high/],
		[{ choices: { "classifiers.1.c": [1] } }, /"classifiers\.1\.c" must lead to a field/],
		[{ choices: { clamp: [4, -1] } }, /clamp/],
		[{ draw: 3 }, /draw/],
	])("refuses %j in a clear sentence", (changes, message) => {
		expect(() => parseSearch(search(changes), "mine.json")).toThrow(message);
	});
});
