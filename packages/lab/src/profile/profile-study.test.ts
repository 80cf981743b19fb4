import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import { profileTable } from "./profile-study.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-study-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const context: ExperimentContext = {
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};

describe("profileTable", { timeout: 240_000 }, () => {
	it("tells all clips, then each corpus, and every line can be computed from the clips' counts", async () => {
		const recipe = parseRecipe(
			{
				id: "hum",
				description: "five people hum",
				corpora: [
					humCorpus(folder, { clips: 26 }),
					humCorpus(folder, { name: "others", speakers: ["d", "e"], clips: 26, after: 3 }),
				],
				labels: ["neutral", "happy"],
				features: "s1-mfcc40@1",
				classifiers: [{ kind: "lda", priors: "equal", speakers: "normalised" }],
				members: 1,
				protocol: { split: "speaker-independent", folds: "speakers" },
				selection: "same-speakers",
				seed: 1,
			},
			"test",
		);
		const lines = (await profileTable({ name: "hum", recipe }, 2, context)).map((line) => line.split(","));
		const corpora = [...new Set(lines.map(([corpus]) => corpus))];
		expect(corpora).toEqual(["hum", "hum-speech", "hum-others"]);
		const counts = parseCsv(readFileSync(join(context.results, "profile", "hum.csv"), "utf8"));
		expect(counts).toHaveLength(5 * 26);
		for (const [corpus = "", way, k, , uar] of lines) {
			const own = counts.filter(
				({ speaker = "" }) => corpus === "hum" || speaker.startsWith(corpus.slice(4)),
			);
			const recalls = ["neutral", "happy"].flatMap((label) => {
				const sum = (what: string): number =>
					own
						.filter(({ actual }) => actual === label)
						.reduce((total, clip) => total + Number(clip[`${k} ${way}: ${what}`]), 0);
				return sum("scored") === 0 ? [] : [sum("right") / sum("scored")];
			});
			const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
			expect(Number(uar)).toBeCloseTo(mean, 4);
		}
		expect(readFileSync(join(context.results, "ledger.csv"), "utf8")).toMatch(
			/Z,profile-hum\/10 any clips,speech\+others,speaker-independent,unlabelled:10,.*same-speakers,/,
		);
	});
});
