import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emotion } from "@undertone/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareResults } from "../compare/compare-results.ts";
import type { StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { comparisonReport } from "./comparison-report.ts";
import { gatherResult } from "./gather-result.ts";
import { resultReport } from "./result-report.ts";

const labels: Emotion[] = ["neutral", "angry"];
let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "report-"));
	for (const id of ["good", "poor"]) {
		await storeResult(
			folder,
			{
				id,
				command: "test <&>",
				corpora: ["X"],
				split: id === "poor" ? "random" : "speaker-independent",
				adaptation: { kind: "none", k: 0 },
				classifier: id,
				features: "none",
				labels,
				folds: [{ name: "1", testSpeakers: [] }],
				selection: "same-speakers",
				seed: 1,
				trainSeconds: 0,
				...(id === "poor" ? { caveat: "upper bound" } : {}),
			},
			rows(id === "good" ? 10 : 3),
		);
	}
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Clips of two speakers; every `wrong`-th is taken for the other class. */
function rows(wrong: number): StoredPrediction[] {
	return Array.from({ length: 80 }, (_, i): StoredPrediction => {
		const actual = labels[i % 2] as Emotion;
		const predicted = i % wrong === 0 ? (labels[(i + 1) % 2] as Emotion) : actual;
		return {
			file: `${i}.wav`,
			corpus: "X",
			speaker: i < 40 ? "a" : "b",
			fold: "1",
			repeat: 0,
			actual,
			predicted,
			scores: labels.map((label) => (label === predicted ? 0.8 : 0.2)),
		};
	});
}

describe("reports", () => {
	it("show a result with its confusions by hand, and what must be known to read it", async () => {
		const { result, predictions, ...extras } = await gatherResult(folder, "good", { cache: folder });
		const importances = [{ family: "f0", features: 6, decrease: 0.123, low: 0.05, high: 0.2 }];
		const html = resultReport(result, predictions, { ...extras, importances });
		expect(html).toContain("12.3 (5.0 to 20.0)");
		expect(html).not.toContain("i-vectors");
		const vectors = { family: "i-vectors", features: 100, decrease: 0.02, low: 0.01, high: 0.03 };
		expect(resultReport(result, predictions, { ...extras, importances: [vectors] })).toContain(
			"or all dimensions of their i-vectors",
		);
		// Every tenth clip is wrong, and those are of even number: 8 of 40 neutral ones.
		expect(html).toContain(`style="--share:80%">80.0`);
		expect(html).toContain(`style="--share:20%">20.0`);
		expect(html).toContain("test &lt;&amp;&gt;");
		expect(html).toContain("no headline figure");
		expect(html).toMatch(/Recipes opened on this corpus so far<\/th><td>2<\/td>/);
		expect(html).toContain("fewer than eight speakers");
		expect(html).toContain("accent: not told by X");
		expect(html).not.toMatch(/https?:|<script|NaN|undefined/);
	});

	it("show a random split beside the same recipe on unheard voices, or say what makes it", async () => {
		const { result, predictions, ...extras } = await gatherResult(folder, "poor", { cache: folder });
		expect(resultReport(result, predictions, extras)).toContain(
			"The same recipe on voices that it has not heard is not stored",
		);
		const { result: good } = await gatherResult(folder, "good", { cache: folder });
		const honest = { ...good, id: "poor-honest", classifier: "poor" };
		expect(resultReport(result, predictions, { ...extras, neighbour: honest })).toMatch(
			/on voices that it has not heard \(poor-honest\): UAR 90\.0 % \(.*accuracy 90\.0 %/,
		);
	});

	it("show results side by side with their tests, and warn of random splits and of what misleads", async () => {
		const ids = ["good", "poor"];
		const results = await Promise.all(ids.map((id) => gatherResult(folder, id, { cache: folder })));
		const html = comparisonReport(results, await compareResults(folder, ids));
		expect(html).toContain("good against poor");
		expect(html).toContain(`href="#result-poor"`);
		expect(html).toContain("say nothing about a new person");
		expect(html).toContain("on unheard ones: not stored");
		expect(html).toContain("Read these figures as: upper bound.");
		expect(html).not.toMatch(/https?:|<script|NaN|undefined/);
	});
});
