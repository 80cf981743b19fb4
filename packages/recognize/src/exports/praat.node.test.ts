import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import { toTextGrid } from "./to-text-grid.ts";

const praat = spawnSync("praat", ["--version"]).status === 0;
const prediction = { label: "sad", scores: { sad: 1 }, confidence: 1, notSure: false, reasons: [] } as const;
const analysis: SpeechAnalysis = {
	...prediction,
	duration: 3.2,
	segments: [
		{ start: 0.1 + 0.2, end: 1.4, ...prediction },
		{ start: 1.4, end: 3.2, ...prediction, label: "angry" },
	],
	speech: [{ start: 0.1 + 0.2, end: 3.2 }],
	features: [],
	frames: null,
	explained: null,
	model: { name: "test@1", sha256: "0" },
	profile: null,
};

describe("toTextGrid", () => {
	it.skipIf(!praat)("is read by Praat as it was meant (needs Praat installed)", () => {
		const folder = mkdtempSync(join(tmpdir(), "undertone-praat-"));
		try {
			writeFileSync(join(folder, "a.TextGrid"), toTextGrid(analysis));
			writeFileSync(
				join(folder, "read.praat"),
				[
					'Read from file: "a.TextGrid"',
					"tiers = Get number of tiers",
					"intervals = Get number of intervals: 1",
					"label$ = Get label of interval: 1, 3",
					"end = Get end time of interval: 1, 2",
					"writeInfoLine: tiers, newline$, intervals, newline$, label$, newline$, fixed$ (end, 3)",
				].join("\n"),
			);
			const run = spawnSync("praat", ["--run", join(folder, "read.praat")], { encoding: "utf8" });
			expect(run.stderr).toBe("");
			expect(run.stdout.trim().split("\n")).toEqual(["3", "3", "angry", "1.400"]);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
