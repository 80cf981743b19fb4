import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sevenEmotions } from "@undertone/core";
import { writeFer2013 } from "@undertone/corpora/testing";
import { createFuser } from "@undertone/recognize";
import { afterAll, describe, expect, it } from "vitest";
import { compareResults } from "../compare/compare-results.ts";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { resultIds, runRecipe } from "../experiments/run-recipe.ts";
import { parseTaskRecipe } from "../recipes/recipe.ts";
import { humCorpus } from "../testing/hum-corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-fusion-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = join(import.meta.dirname, "../../../../models/face.onnx");
const logistic = { kind: "logistic" };
const fields = {
	task: "fusion",
	id: "hums",
	description: "people hum, and grey squares stand for their faces",
	labels: sevenEmotions,
	voice: {
		corpus: humCorpus(folder, { name: "hums", speakers: ["a", "b", "c", "d", "e", "f"], clips: 6 }),
		features: "prosody@1",
		classifier: logistic,
	},
	face: { corpus: "fer2013", part: "PublicTest", model },
	rules: [{ kind: "mean" }, { kind: "hybrid", classifier: logistic }],
	taught: { voice: [[{ kind: "gain", db: [-40, 0] }]], face: { kind: "blurred", sigma: 1 } },
	conditions: [
		{ name: "both good" },
		{ name: "voice missing", voice: null },
		{ name: "dark", face: { kind: "dark", by: 30 } },
		{ name: "face missing", face: null },
	],
	selection: "fixed-beforehand",
	seed: 1,
	model: { rule: "hybrid", file: join(folder, "fusion.onnx"), name: "hums@1", licence: "none" },
} as const;

await writeFer2013(
	folder,
	Array.from({ length: 56 }, (_, i) => ({
		usage: "PublicTest",
		emotion: sevenEmotions[i % 7] as string,
		pixels: Uint8Array.from({ length: 48 * 48 }, (__, p) => 40 + ((p * (3 + i)) % 170)),
	})),
);
const context: ExperimentContext = {
	data: folder,
	results: join(folder, "results"),
	cache: join(folder, "cache"),
	print: () => undefined,
	progress: () => undefined,
};

describe("a recipe of fusion", { timeout: 240_000 }, () => {
	it("stores a result for each source and each rule, which can be compared, and answers with either missing", async () => {
		const recipe = parseTaskRecipe(fields, "hums");
		const results = await runRecipe(recipe, "test", context);
		expect(results.map(({ id }) => id)).toEqual(resultIds(recipe));
		const [voice, face, mean] = results;
		expect(mean?.folds.map(({ name }) => name)).toEqual(fields.conditions.map(({ name }) => name));
		// Two of six people, six clips each, in four conditions.
		expect(mean?.n).toBe(48);
		expect([voice, face, mean].map((one) => one?.selection)).toEqual([
			"nested",
			"nested",
			"fixed-beforehand",
		]);
		expect(mean?.corpora[0]).toMatch(/^hums voices with PublicTest faces/);
		const scored = (id: string, condition: string): string[] =>
			readFileSync(join(folder, "results", id, "predictions.csv"), "utf8")
				.split("\n")
				.filter((line) => line.includes(`,${condition},`));
		expect(scored("hums-mean", "face missing")).toEqual(scored("hums-voice", "face missing"));
		expect(scored("hums-hybrid", "voice missing")).toEqual(scored("hums-face", "voice missing"));
		// A hum is no speech: the gates object to it, and the face is gone by.
		expect(scored("hums-mean", "both good")).toEqual(scored("hums-face", "both good"));
		const fuser = await createFuser(readFileSync(fields.model.file));
		expect(fuser.metadata).toMatchObject({ name: "hums@1", labels: sevenEmotions });
		const even = Object.fromEntries(sevenEmotions.map((label) => [label, 1 / 7]));
		const fused = (await fuser.fuse({ scores: even }, { scores: even })) ?? {};
		expect(Object.values(fused).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
		expect(readFileSync(fields.model.file.replace(".onnx", ".md"), "utf8")).toContain("untried");
		const [compared] = await compareResults(join(folder, "results"), ["hums-mean", "hums-face"]);
		expect(compared?.n).toBe(12);
		expect(readFileSync(join(folder, "results/ledger.csv"), "utf8").split("\n")).toHaveLength(6);
	});

	it("teaches the voice's classifier the copies that are asked for", async () => {
		const results = join(folder, "copies");
		const voices: string[] = [];
		// An octave lower, happy hums are where neutral ones were: what was certain is so no more.
		for (const copies of [[], [[{ kind: "pitch", semitones: -12 }]]]) {
			const taught = { ...fields, model: undefined, voice: { ...fields.voice, copies } };
			const [voice] = await runRecipe(parseTaskRecipe(taught, "hums"), "test", { ...context, results });
			voices.push(readFileSync(join(results, "hums-voice/predictions.csv"), "utf8"));
			expect(voice?.classifier.includes("12 semitones lower")).toBe(copies.length > 0);
		}
		expect(voices[0]).not.toBe(voices[1]);
	});

	it.each([
		[{ face: { ...fields.face, model: join(folder, "none.onnx") } }, /needs the face model .*none\.onnx/],
		[
			{ labels: ["happy", "neutral"] },
			/must have the labels of .* in their order: neutral, happy, .*got happy, neutral/,
		],
		[{ voice: { ...fields.voice, features: "logmel@1" } }, /voice\.features must be .*logmel@1 gives frames/],
	])("is refused with %j before anything is computed", async (change, message) => {
		const recipe = parseTaskRecipe({ ...fields, ...change }, "hums");
		await expect(runRecipe(recipe, "test", context)).rejects.toThrow(message);
	});
});
