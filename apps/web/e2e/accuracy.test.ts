import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

const labels = ["sad", "happy"];
const results = mkdtempSync(join(tmpdir(), "undertone-results-"));

/** Stores a result of two speakers, 16 clips, of which `right` of each eight are right. */
function store(id: string, right: number, changes: Readonly<Record<string, unknown>> = {}): void {
	const rows = ["03", "08"].flatMap((speaker) =>
		Array.from({ length: 8 }, (_, i) => {
			const actual = labels[i % 2] as string;
			const predicted = i < right ? actual : (labels[(i + 1) % 2] as string);
			const scores = predicted === "sad" ? "0.9000,0.1000" : "0.2000,0.8000";
			return `wav/${speaker}a01${actual === "sad" ? "T" : "F"}a.wav,EMO-DB,${speaker},1,0,${actual},${predicted},${scores}`;
		}),
	);
	const heading = "file,corpus,speaker,fold,repeat,actual,predicted,score_sad,score_happy";
	const value = right / 8;
	const metric = { value, low: Math.max(0, value - 0.1), high: Math.min(1, value + 0.1) };
	const result = {
		id,
		command: `undertone reproduce ${id}`,
		corpora: ["EMO-DB"],
		split: "speaker-independent",
		adaptation: { kind: "none", k: 0 },
		classifier: "3 × blend of (svm, c 5; lda, priors equal)",
		features: "undertone@1",
		labels,
		folds: [{ name: "1", testSpeakers: [] }],
		selection: "fixed-beforehand",
		n: 16,
		metrics: { uar: metric, accuracy: metric, ece: metric, brier: metric },
		intervals: "speakers",
		seed: 1,
		trainSeconds: 1,
		date: "2026-11-23T00:00:00.000Z",
		...changes,
	};
	mkdirSync(join(results, id));
	writeFileSync(join(results, id, "result.json"), JSON.stringify(result));
	writeFileSync(join(results, id, "predictions.csv"), `${[heading, ...rows].join("\n")}\n`);
}

describe.skipIf(executablePath === undefined)("the accuracy page (skipped without a Chromium)", () => {
	let studio: OpenStudio;
	beforeAll(async () => {
		store("honest", 5);
		store("adapted", 6, { adaptation: { kind: "unlabelled", k: 10 }, selection: "same-speakers" });
		store("random", 8, { split: "random" });
		store("across", 4, { split: "cross-corpus", trainedOn: ["TESS"], classifier: "knn, k 5" });
		store("faces", 7, {
			corpora: ["FER2013"],
			split: "fixed",
			features: "grey picture, 48 × 48",
			classifier: "cnn 32-64",
		});
		store("pairs", 7, { corpora: ["EMO-DB with faces (pairs)"], caveat: "upper bound: made-up pairs" });
		const ledger = "date,id,corpora,split,adaptation,classifier,features,selection,uar,accuracy";
		const opened = ["svm", "lda", "mlp"].map(
			(kind) => `2026-11-23,x,EMO-DB,random,none:0,${kind},undertone@1,fixed-beforehand,0.5,0.5`,
		);
		writeFileSync(join(results, "ledger.csv"), `${[ledger, ...opened].join("\n")}\n`);
		studio = await openStudio({ UNDERTONE_RESULTS: results });
	});
	afterAll(async () => {
		await studio?.close();
		rmSync(results, { recursive: true, force: true });
	});

	it("shows every classifier of a corpus by protocol, with interval, adaptation and recipes tried", async () => {
		const { page, server } = studio;
		await page.goto(`${server.url}/accuracy?corpus=EMO-DB`);
		const group = page.getByRole("region", { name: "New voices", exact: true });
		await group.waitFor();
		const rows = (await group.getByRole("listitem").allTextContents()).map((text) =>
			text.replace(/\s+/g, " "),
		);
		expect(rows[0]).toMatch(/^SVM \+ LDA.*62\.5 %52\.5–72\.5/);
		expect(rows[1]).toMatch(/profile of 10 clips.*chosen on the same speakers.*75\.0 %/);
		await page.getByText("Recipes tested so far: 3 on EMO-DB").waitFor();
		expect(await seriousViolations(page)).toEqual([]);
	});

	it("puts the random split beside the honest one of the same recipe", async () => {
		const { page } = studio;
		const pair = page.getByRole("region", { name: "Random and honest, side by side" });
		expect(await pair.locator(".figure-big").allTextContents()).toEqual(["100.0 %", "62.5 %"]);
		expect(await pair.textContent()).toContain("the same recipe");
	});

	it("narrows to one protocol, and its address leads back to what was chosen", async () => {
		const { page } = studio;
		await page.selectOption("#protocol", "cross-corpus");
		await page.getByRole("heading", { name: "Trained on other corpora" }).waitFor();
		expect(await page.getByRole("region", { name: "New voices", exact: true }).count()).toBe(0);
		await page.reload();
		await page.getByRole("heading", { name: "knn on EMO-DB" }).waitFor();
	});

	it("says of a figure that misleads by itself how to read it, in the list and beside the details", async () => {
		const { page } = studio;
		await page.selectOption("#corpus", "EMO-DB with faces (pairs)");
		const rows = page.getByRole("region", { name: "New voices", exact: true }).getByRole("listitem");
		await rows.getByText("upper bound: made-up pairs").waitFor();
		await page.getByText("Read these figures as: upper bound: made-up pairs.").waitFor();
	});

	it("shows the figures of a face as of pictures, and goes from the matrix of corpora to a result", async () => {
		const { page } = studio;
		await page.selectOption("#corpus", "FER2013");
		await page.getByRole("heading", { name: "CNN 32-64 on FER2013" }).waitFor();
		await page.getByText("16 pictures, 2 classes").waitFor();
		await page.getByRole("region", { name: "From corpus to corpus" }).getByRole("button").first().click();
		await page.getByRole("heading", { name: "knn on EMO-DB" }).waitFor();
		await page
			.getByText("From 03 (50.0 %) to 08 (50.0 %)")
			.or(page.getByText("a gap of 0.0 points"))
			.first()
			.waitFor();
		expect(studio.faults).toEqual([]);
	});
});
