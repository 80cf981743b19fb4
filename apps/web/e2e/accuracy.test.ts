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

/** What is stored beside the results: pitch of clips, importances, studies; one of them damaged, one missing. */
function storeTables(): void {
	const table = (path: string, ...lines: string[]): void => {
		mkdirSync(join(results, path, ".."), { recursive: true });
		writeFileSync(join(results, path), `${lines.join("\n")}\n`);
	};
	table(
		"clips.csv",
		"corpus,file,median_f0_hz",
		"EMO-DB,wav/03a01Ta.flac,120.0",
		"EMO-DB,wav/03a01Fa.flac,200.0",
	);
	table(
		"honest/importance.csv",
		"family,features,decrease,low,high",
		"f0,15,0.066,0.036,0.098",
		"i-vectors,100,0.02,0.01,0.03",
		"mfcc11,11,-0.005,-0.015,0.008",
	);
	table(
		"faces/curves.csv",
		"fit,epoch,loss,accuracy,validation_loss,validation_accuracy,validation_uar",
		"1,1,2,0.3,1.5,0.4,0.4",
		"1,2,1,0.6,1.25,0.5,0.5",
	);
	const condition = "condition,kind,predictions,uar,uar_low,uar_high,accuracy,accuracy_low,accuracy_high";
	for (const [id, noisy] of [
		["clean", 0.2],
		["augmented", 0.4],
	] as const) {
		table(
			`conditions-${id}/table.csv`,
			condition,
			"as recorded,clean,16,0.6,0.5,0.7,0.6,0.5,0.7",
			`noise train 10 dB,noise,16,${noisy},0.1,0.5,0.3,0.2,0.4`,
			"room Cellar,room,16,0.3,0.2,0.4,0.3,0.2,0.4",
			"1 s of speech,duration,16,0.5,0.4,0.6,0.5,0.4,0.6",
		);
	}
	table(
		"profile/table.csv",
		"corpus,way,clips,draws_refused,uar,uar_low,uar_high,uar_without,gain,gain_low,gain_high",
		"emodb,any clips,10,0.020,0.8230,0.7911,0.8619,0.7458,0.0772,0.0367,0.1188",
		"emodb,angry clips only,5,0.783,0.7403,0.6598,0.8164,0.7500,-0.0097,-0.0357,0.0069",
		"speech,any clips,10,0.020,0.5900,0.5600,0.6200,0.5600,0.0300,0.0100,0.0500",
	);
	table(
		"damaged/table.csv",
		"model,corpus,n,harm,level,draws,uar,uar_least,uar_greatest,accuracy",
		"m,TESS,many",
	);
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
		const conditions = ["clean", "augmented"].map(
			(id) =>
				`2026-11-23,conditions-${id}/as recorded,EMO-DB,random,none:0,svm,undertone@1,fixed-beforehand,0.5,0.5`,
		);
		writeFileSync(join(results, "ledger.csv"), `${[ledger, ...opened, ...conditions].join("\n")}\n`);
		storeTables();
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
		await page
			.getByRole("img", {
				name: "Loss by epoch, 1 network: after 2 epochs 1.00 in training, 1.25 held out",
			})
			.waitFor();
		await page.getByRole("region", { name: "From corpus to corpus" }).getByRole("button").first().click();
		await page.getByRole("heading", { name: "knn on EMO-DB" }).waitFor();
		await page
			.getByText("From 03 (50.0 %) to 08 (50.0 %)")
			.or(page.getByText("a gap of 0.0 points"))
			.first()
			.waitFor();
		expect(studio.faults).toEqual([]);
	});

	it("tells groups by sex, pitch and age, what the corpus does not tell, and what a model listens to", async () => {
		const { page, server } = studio;
		await page.goto(`${server.url}/accuracy?result=honest`);
		const gaps = page.getByRole("region", { name: "For whom it works better, and for whom worse" });
		await gaps.waitFor();
		const text = (await gaps.textContent())?.replace(/\s+/g, " ") ?? "";
		// 03 is a man of 31, 08 a woman of 34; of 03's clips the sad ones are deep and right in three of four.
		expect(text).toMatch(/female 8 clips, 1 speaker.*male 8 clips, 1 speaker/);
		expect(text).toMatch(/below 130 Hz 4 clips, 1 speaker75\.0 %180 to 230 Hz 4 clips, 1 speaker50\.0 %/);
		expect(text).toMatch(/31 8 clips, 1 speaker.*34 8 clips, 1 speaker/);
		expect(text).toMatch(/language\s?German only/);
		expect(text).toMatch(/accent\s?not told by EMO-DB/);
		const listens = page.getByRole("region", { name: "What it listens to", exact: true });
		expect(await listens.textContent()).toMatch(
			/f0 15 features6\.6 \(3\.6 to 9\.8\)i-vectors 100 dimensions2\.0 \(1\.0 to 3\.0\)mfcc11 11 features−0\.5/,
		);
	});

	it("shows the studies with their intervals and commands, and names the tables that are missing", async () => {
		const { page } = studio;
		await page.getByRole("link", { name: "Noise, profiles, damage" }).click();
		const noise = page.getByRole("region", { name: "In noise, in rooms, on short clips" });
		await noise.waitFor();
		// 60 less the mean of noise and room: 20 and 30, or 40 and 30.
		expect(await noise.textContent()).toContain("35 points trained on clips as recorded, and 25 points");
		const pictures = await noise
			.getByRole("img")
			.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
		expect(pictures[0]).toBe(
			"In noise: train. UAR, %. trained on clips as recorded: none 60.0, 10 20.0; trained on changed copies too: none 60.0, 10 40.0",
		);
		expect(pictures).toHaveLength(3);
		await noise.getByText("The numbers").click();
		await noise.getByRole("row", { name: "noise train 10 dB 20.0 (10.0–50.0) 40.0 (10.0–50.0)" }).waitFor();
		const profile = page.getByRole("region", { name: "With a speaker profile" });
		await profile.getByText("undertone reproduce profile").waitFor();
		expect(await profile.textContent()).toContain("−1.0 (−3.6 to +0.7)");
		expect(await profile.textContent()).toContain("The shipped model, 56.0 % without a profile");
		const missing = page.getByRole("region", { name: "Not stored on this server" });
		const lines = (await missing.textContent()) ?? "";
		expect(lines).toContain("damaged/table.csvLine 2 of the table cannot be read");
		expect(lines).toContain(
			"intensity/table.csvThe table is not there. undertone reproduce intensity makes it.",
		);
		expect(await seriousViolations(page)).toEqual([]);
	});

	it("has nothing to scroll sideways on a phone", async () => {
		const { page, server } = studio;
		await page.setViewportSize({ width: 390, height: 800 });
		for (const address of ["/accuracy?view=studies", "/accuracy?result=honest"]) {
			await page.goto(server.url + address);
			await page.getByRole("region", { name: /In noise|For whom/ }).waitFor();
			expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
		}
		expect(studio.faults).toEqual([]);
	});
});
