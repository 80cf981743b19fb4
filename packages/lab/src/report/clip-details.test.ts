import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { trainRecipe } from "../experiments/train-recipe.ts";
import { groupGaps } from "../groups/group-gaps.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import { gatherResult } from "./gather-result.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-details-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the groups of one's own table of clips", { timeout: 240_000 }, () => {
	it("are told by its columns, as those of the corpora are by their readers", async () => {
		const corpus = humCorpus(folder);
		const path = corpus.replace("csv:", "");
		const [heading = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
		const told = lines.map(
			(line) => `${line},${line.startsWith("a-") ? "female,31,north" : "male,52,south"}`,
		);
		writeFileSync(path, `${[`${heading},sex,age,accent`, ...told].join("\n")}\n`);
		const recipe = parseRecipe(
			{
				id: "own",
				description: "one's own clips",
				corpora: [corpus],
				labels: ["neutral", "happy"],
				features: "prosody@1",
				classifiers: [{ kind: "lda" }],
				members: 1,
				protocol: { split: "speaker-independent", folds: "speakers" },
				selection: "fixed-beforehand",
				seed: 1,
			},
			"own",
		);
		const context: ExperimentContext = {
			results: join(folder, "results"),
			cache: join(folder, "cache"),
			print: () => undefined,
			progress: () => undefined,
		};
		await trainRecipe(recipe, "undertone train own.json", context);
		const { predictions, details } = await gatherResult(context.results, "own", context);
		const groups = (by: string): string[] =>
			groupGaps(predictions, details)
				.find((table) => table.by === by)
				?.groups.map(({ name }) => name) ?? [];
		expect(groups("sex")).toEqual(["female", "male"]);
		expect(groups("age")).toEqual(["31", "52"]);
		expect(groups("accent")).toEqual(["north", "south"]);
		// The neutral ones hum at 150 to 178 Hz, the happy ones at 303 and more.
		expect(groups("f0")).toEqual(["130 to 180 Hz", "230 Hz and more"]);
	});
});
