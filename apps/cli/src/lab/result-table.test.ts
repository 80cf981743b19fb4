import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "@undertone/lab";
import { afterAll, expect, it } from "vitest";
import { resultTable } from "./result-table.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-results-"));
afterAll(() => rmSync(folder, { recursive: true }));

const metric = { value: 0.5, low: 0.4, high: 0.6 };
const result: Result = {
	id: "one",
	command: "undertone reproduce one",
	corpora: ["EMO-DB"],
	split: "speaker-independent",
	adaptation: { kind: "unlabelled", k: 10 },
	classifier: "svm",
	features: "undertone@2",
	labels: ["sad", "happy"],
	folds: [],
	selection: "same-speakers",
	n: 80,
	metrics: { uar: metric, accuracy: metric },
	intervals: "speakers",
	seed: 1,
	trainSeconds: 1,
	date: "2026-11-23",
};

it("prints results in columns under one heading, with what misleads without a word at the end of its line", async () => {
	const pairs: Result = {
		...result,
		id: "pairs-of-two",
		corpora: ["A", "B"],
		n: 1234,
		caveat: "upper bound",
	};
	expect(await resultTable([result, pairs], folder)).toEqual([
		"id            corpora  protocol                                           classes     n  UAR (95 %)                 accuracy (95 %)            recipes opened",
		"one           EMO-DB   speaker-independent, 10 unlabelled, same speakers        2    80  50.0 % (40.0 % to 60.0 %)  50.0 % (40.0 % to 60.0 %)  0",
		"pairs-of-two  A+B      speaker-independent, 10 unlabelled, same speakers        2  1234  50.0 % (40.0 % to 60.0 %)  50.0 % (40.0 % to 60.0 %)  0 + 0           upper bound",
	]);
});
