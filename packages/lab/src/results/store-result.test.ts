import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emotion, sevenEmotions } from "@undertone/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPredictions, readResult, readResults } from "./read-results.ts";
import type { StoredPrediction } from "./result.ts";
import { type ResultDescription, storeResult } from "./store-result.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "undertone-results-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const labels = ["neutral", "happy", "sad"] as const satisfies readonly Emotion[];

const description: ResultDescription = {
	id: "by-hand",
	command: "undertone reproduce by-hand",
	corpora: ["EMO-DB"],
	split: "speaker-independent",
	adaptation: { kind: "none", k: 0 },
	classifier: "by hand",
	features: "none@1",
	labels,
	folds: [{ name: "1", testSpeakers: ["EMO-DB/03"] }],
	selection: "fixed-beforehand",
	seed: 1,
	trainSeconds: 0.12345,
};

function row(speaker: string, actual: Emotion, predicted: Emotion, repeat = 0): StoredPrediction {
	const scores = labels.map((label) => (label === predicted ? 0.8 : 0.1));
	return {
		file: `wav/${speaker}, ${actual}.wav`,
		corpus: "EMO-DB",
		speaker,
		fold: "1",
		repeat,
		actual,
		predicted,
		scores,
	};
}

// neutral 2 of 3 found, happy 1 of 2, sad 1 of 1.
const rows = [
	row("03", "neutral", "neutral"),
	row("03", "neutral", "sad"),
	row("08", "neutral", "neutral"),
	row("08", "happy", "happy"),
	row("09", "happy", "neutral"),
	row("09", "sad", "sad"),
];

describe("storeResult", () => {
	it("takes a class that no clip has for an error where it is named, and for no class where means are taken", async () => {
		const result = await storeResult(folder, description, [
			row("03", "neutral", "neutral"),
			row("08", "neutral", "sad"),
			row("09", "happy", "happy"),
			row("10", "happy", "happy"),
		]);
		expect(result.absent).toEqual(["sad"]);
		// Recalls 1/2 and 1; precisions 1 and 1; F1 2/3 and 1.
		expect(result.metrics.uar?.value).toBeCloseTo(3 / 4, 5);
		expect(result.metrics.precision?.value).toBeCloseTo(1, 5);
		expect(result.metrics.f1?.value).toBeCloseTo(5 / 6, 5);
		// All say 0.8, one for a class that it is not of; of so few clips each is a bin of its own.
		expect(result.metrics.ece?.value).toBeCloseTo(0.35, 5);
	});

	it("computes figures by hand: recalls 2/3, 1/2 and 1 give a UAR of 13/18", async () => {
		const result = await storeResult(folder, description, rows);
		expect(result.metrics.uar?.value).toBeCloseTo(13 / 18, 4);
		expect(result.metrics.accuracy?.value).toBeCloseTo(4 / 6, 4);
		expect(Object.keys(result.metrics).slice(0, 2)).toEqual(["uar", "accuracy"]);
		expect(result.n).toBe(6);
		expect(result.intervals).toBe("clips");
		expect(result.metrics.uar?.low).toBeLessThanOrEqual(result.metrics.uar?.value ?? 0);
	});

	it("averages repeats, pooling the folds of each", async () => {
		const second = rows.map((each) => ({ ...each, repeat: 1, predicted: each.actual }));
		const result = await storeResult(folder, description, [...rows, ...second]);
		expect(result.metrics.uar?.value).toBeCloseTo((13 / 18 + 1) / 2, 4);
		expect(result.n).toBe(6);
	});

	it("reads back what it stored, names with commas and quotes too", async () => {
		const odd = rows.map((row) => ({ ...row, speaker: `the "${row.speaker}"`, fold: "noise, 5 dB" }));
		const stored = await storeResult(folder, description, odd);
		expect(await readResult(folder, "by-hand")).toEqual(stored);
		expect(await readPredictions(folder, "by-hand")).toEqual(odd);
		expect(await readResults(folder)).toHaveLength(1);
	});

	it("appends every run to the ledger, names with commas in quotes", async () => {
		await storeResult(folder, description, rows);
		await storeResult(folder, { ...description, features: "grey, 48 × 48" }, rows);
		const lines = readFileSync(join(folder, "ledger.csv"), "utf8").trim().split("\n");
		expect(lines).toHaveLength(3);
		expect(lines[2]).toContain(',"grey, 48 × 48",');
		expect(lines[0]).toMatch(/^date,id,corpora/);
	});

	it("says which result is missing", async () => {
		await expect(readResult(folder, "nothing")).rejects.toThrow(/There must be a stored result "nothing"/);
	});

	it("leaves the old result or the new one, never half of one, when killed while storing", async () => {
		await storeResult(folder, description, rows);
		const script = `
			import { storeResult } from ${JSON.stringify(new URL("./store-result.ts", import.meta.url).href)};
			const description = ${JSON.stringify(description)};
			const rows = Array.from({ length: 3000 }, (_, i) => ({ ...${JSON.stringify(rows[0])}, file: String(i) }));
			console.log("go");
			for (;;) await storeResult(${JSON.stringify(folder)}, description, rows);
		`;
		for (let round = 0; round < 3; round++) {
			const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
				stdio: ["ignore", "pipe", "inherit"],
			});
			await new Promise((resolve) => child.stdout.once("data", resolve));
			await new Promise((resolve) => setTimeout(resolve, 100 + 130 * round));
			child.kill("SIGKILL");
			await new Promise((resolve) => child.once("exit", resolve));
			const result = await readResult(folder, "by-hand");
			const predictions = await readPredictions(folder, "by-hand");
			expect([6, 3000]).toContain(result.n);
			expect([6, 3000]).toContain(predictions.length);
			expect(readdirSync(folder)).toContain("ledger.csv");
		}
	});
});

describe("the committed results", () => {
	const committed = join(import.meta.dirname, "../../../../results");

	it("print the figures that their stored predictions give", { timeout: 300_000 }, async () => {
		const { measure } = await import("./measure.ts");
		for (const result of await readResults(committed)) {
			const predictions = await readPredictions(committed, result.id);
			// Two draws: intervals of many repeats take long, and the next test looks at them.
			const { metrics } = measure(predictions, result.labels, { draws: 2 });
			const values = Object.entries(metrics).map(([name, { value }]) => [name, value]);
			const stored = Object.entries(result.metrics).map(([name, { value }]) => [name, value]);
			expect(values, result.id).toEqual(stored);
			expect(new Set(predictions.map((each) => each.actual)).size).toBeLessThanOrEqual(
				sevenEmotions.length + 2,
			);
		}
	});

	it("print the intervals that a bootstrap over the stored predictions gives", async () => {
		const { measure } = await import("./measure.ts");
		const result = await readResult(committed, "emodb-lda");
		const { metrics, intervals } = measure(await readPredictions(committed, result.id), result.labels);
		expect(metrics).toEqual(result.metrics);
		expect(intervals).toBe(result.intervals);
	});
});
