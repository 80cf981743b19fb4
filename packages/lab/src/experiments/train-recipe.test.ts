import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import type { ExperimentContext } from "./experiment.ts";
import { trainRecipe } from "./train-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-train-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const recipe = parseRecipe(
	{
		id: "hum",
		description: "people hum",
		corpora: [humCorpus(folder, { clips: 6 })],
		labels: ["neutral", "happy"],
		features: "s1-mfcc40@1",
		classifiers: [{ kind: "mlp", hidden: [4], epochs: 3, keep: "last" }],
		members: 1,
		protocol: { split: "speaker-independent", folds: "speakers" },
		selection: "fixed-beforehand",
		seed: 1,
	},
	"test",
);

function context(name: string, changes: Partial<ExperimentContext> = {}): ExperimentContext {
	return {
		results: join(folder, name, "results"),
		cache: join(folder, name, "cache"),
		print: () => undefined,
		progress: () => undefined,
		...changes,
	};
}

function stored(name: string): string {
	return readFileSync(join(folder, name, "results/hum/predictions.csv"), "utf8");
}

describe("trainRecipe", { timeout: 240_000 }, () => {
	it("gives the same with folds one after another, side by side, and after a stop between", async () => {
		await trainRecipe(recipe, "test", context("after"), { foldsAtOnce: 1 });
		const shares: number[] = [];
		const progress = (what: string, share: number): void => {
			if (what === "3 folds") shares.push(share);
		};
		await trainRecipe(recipe, "test", context("beside", { progress }), { foldsAtOnce: 3 });
		expect(stored("beside")).toBe(stored("after"));
		expect(Math.max(...shares)).toBe(1);

		const stop = new AbortController();
		const stopped = context("stopped", {
			signal: stop.signal,
			progress: (what, share) => {
				if (what === "3 folds" && share >= 0.5) stop.abort(new Error("stopped"));
			},
		});
		await expect(trainRecipe(recipe, "test", stopped, { foldsAtOnce: 2 })).rejects.toThrow();
		await trainRecipe(recipe, "test", context("stopped"), { foldsAtOnce: 2 });
		expect(stored("stopped")).toBe(stored("after"));
	});
});
