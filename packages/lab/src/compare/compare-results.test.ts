import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emotion } from "@undertone/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredPrediction } from "../results/result.ts";
import { storeResult } from "../results/store-result.ts";
import { compareResults, mcnemarExact } from "./compare-results.ts";

let folder = "";
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "compare-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function store(id: string, isRight: (clip: number) => boolean, prefix = ""): Promise<void> {
	const labels: Emotion[] = ["neutral", "angry"];
	const predictions = Array.from({ length: 80 }, (_, i): StoredPrediction => {
		const actual = labels[i % 2] as Emotion;
		const predicted = isRight(i) ? actual : (labels[(i + 1) % 2] as Emotion);
		return {
			file: `${prefix}${i}.wav`,
			corpus: "X",
			speaker: `${Math.floor(i / 8)}`,
			fold: "1",
			repeat: 0,
			actual,
			predicted,
			scores: labels.map((label) => (label === predicted ? 0.9 : 0.1)),
		};
	});
	await storeResult(
		folder,
		{
			id,
			command: "test",
			corpora: ["X"],
			split: "speaker-independent",
			adaptation: { kind: "none", k: 0 },
			classifier: id,
			features: "none",
			labels,
			folds: [],
			selection: "fixed-beforehand",
			seed: 1,
			trainSeconds: 0,
		},
		predictions,
	);
}

describe("compareResults", () => {
	it("tells a better model from a worse one on the same clips, and none from itself", async () => {
		await store("good", (i) => i % 10 !== 0);
		await store("poor", (i) => i % 3 !== 0);
		const [same, better] = await compareResults(folder, ["good", "good", "poor"]);
		expect(same?.difference.value).toBe(0);
		expect(same?.mcnemar).toBe(1);
		expect(better?.n).toBe(80);
		expect(better?.difference.value).toBeCloseTo((better?.uar[0] ?? 0) - (better?.uar[1] ?? 0), 12);
		expect(better?.difference.low).toBeGreaterThan(0);
		expect(better?.mcnemar).toBeLessThan(0.01);
	});

	it("refuses results that share no clip, or that are not stored", async () => {
		await store("good", () => true);
		await store("elsewhere", () => true, "other-");
		await expect(compareResults(folder, ["good", "elsewhere"])).rejects.toThrow(/share none/);
		await expect(compareResults(folder, ["good", "none"])).rejects.toThrow(/stored result "none"/);
	});
});

describe("mcnemarExact", () => {
	it("is the binomial's two tails", () => {
		expect(mcnemarExact(0, 0)).toBe(1);
		// 2 · (1 + 10) / 2^10.
		expect(mcnemarExact(1, 9)).toBeCloseTo(22 / 1024, 12);
		expect(mcnemarExact(5, 5)).toBe(1);
		expect(mcnemarExact(300, 500)).toBeLessThan(1e-10);
	});
});
