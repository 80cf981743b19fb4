import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { trainRecipe } from "../experiments/train-recipe.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import { readImportance } from "./read-importance.ts";
import { storeImportance } from "./store-importance.ts";
import { testImportance } from "./test-importance.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const corpus = humCorpus(folder);

const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};

function recipe(changes: Readonly<Record<string, unknown>> = {}) {
	return parseRecipe(
		{
			id: "hum",
			description: "three people hum",
			corpora: [corpus],
			labels: ["neutral", "happy"],
			features: "prosody@1",
			classifiers: [{ kind: "lda" }],
			members: 1,
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "fixed-beforehand",
			seed: 1,
			...changes,
		},
		"test",
	);
}

describe("testImportance", { timeout: 240_000 }, () => {
	it("names pitch where pitch alone tells the classes, with every interval around its figure", async () => {
		const tested = await testImportance(recipe(), context);
		const { importances, uar } = tested;
		expect(uar.value).toBe(1);
		expect(importances[0]?.family).toMatch(/^(f0|pitch)/);
		expect(importances[0]?.decrease.value).toBeGreaterThan(0.1);
		for (const { decrease } of importances) {
			expect(decrease.low).toBeLessThanOrEqual(decrease.value + 1e-9);
			expect(decrease.high).toBeGreaterThanOrEqual(decrease.value - 1e-9);
		}
		await storeImportance(context.results, recipe(), tested);
		const stored = await readImportance(context.results, "hum");
		expect(stored.map(({ family }) => family)).toEqual(importances.map(({ family }) => family));
		expect(await readImportance(context.results, "none")).toEqual([]);
		// The test parts were opened.
		expect(readFileSync(join(context.results, "ledger.csv"), "utf8")).toMatch(
			/Z,importance\/hum,speech,speaker-independent,none:0,lda,prosody@1,fixed-beforehand,1,/,
		);
	});

	it("says of a recipe that hears i-vectors too what its training says, and what is lost without them", async () => {
		// Every fifth clip is called by the wrong name, so that no model is always right.
		const table = join(folder, "speech", "metadata.csv");
		const mistaken = join(folder, "speech", "mistaken.csv");
		const other = (line: string): string =>
			line.replace(/neutral|happy/, (label) => (label === "happy" ? "neutral" : "happy"));
		const lines = readFileSync(table, "utf8").split("\n");
		writeFileSync(mistaken, lines.map((line, i) => (i % 5 === 1 ? other(line) : line)).join("\n"));
		const heard = recipe({
			id: "hum-vectors",
			corpora: [
				`csv:${mistaken}`,
				humCorpus(folder, { name: "others", speakers: ["d", "e"], clips: 4, after: 3 }),
			],
			clamp: 4,
			classifiers: [
				{ kind: "lda", priors: "equal" },
				{ kind: "lda", priors: "equal", speakers: "normalised" },
			],
			blend: [1, 2],
			members: 2,
			protocol: { split: "speaker-independent", folds: 2 },
			corpusWeights: "root",
			augment: [[{ kind: "gain", db: [-6, 6] }]],
			embedding: {
				features: "cepstra@1",
				components: 4,
				dimensions: 3,
				classifiers: [{ kind: "plda" }],
				share: 0.9,
			},
		});
		const { metrics } = await trainRecipe(heard, "test", context);
		const { importances, uar } = await testImportance(heard, context);
		// Results are stored to four digits.
		expect(uar.value).toBeCloseTo(metrics.uar?.value ?? 0, 4);
		expect(uar.value).toBeLessThan(1);
		const vectors = importances.find(({ family }) => family === "i-vectors");
		expect(vectors?.features).toBe(3);
		expect(vectors?.decrease.value).toBeGreaterThan(0.1);
	});

	it("refuses what has no unseen speakers", async () => {
		const random = recipe({ protocol: { split: "random", folds: 2 } });
		await expect(testImportance(random, context)).rejects.toThrow(/"hum" must be speaker-independent/);
	});

	it("refuses settings that are chosen anew in every fold", async () => {
		const searching = recipe({ selection: "nested", search: { choices: { clamp: [4, 8] } } });
		await expect(testImportance(searching, context)).rejects.toThrow(
			/"hum" must have settings that stand fixed, and its search chooses others in every fold/,
		);
	});
});
