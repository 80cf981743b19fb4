import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom, type Emotion } from "@undertone/core";
import { leaveOneSpeakerOut } from "@undertone/learn";
import { afterAll, describe, expect, it } from "vitest";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { readResult } from "../results/read-results.ts";
import { humCorpus } from "../testing/hum-corpus.ts";
import { chooseSettings, describeSearched } from "./choose-settings.ts";
import type { ExperimentContext } from "./experiment.ts";
import { innerFolds } from "./inner-folds.ts";
import type { LabelledClips } from "./labelled-clips.ts";
import { trainRecipe } from "./train-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-nested-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const labels: readonly Emotion[] = ["neutral", "happy"];

/** Two features of four speakers with six clips each: the happy ones lie higher, and overlap with the others. */
function cloud(
	change: (clip: { speaker: string; y: number; x: number[] }) => void = () => undefined,
): LabelledClips {
	const random = createRandom(5);
	const all = ["a", "b", "c", "d"].flatMap((speaker) =>
		Array.from({ length: 6 }, (_, i) => {
			const clip = { speaker, y: i % 2, x: [1.5 * (i % 2) + random.normal(), random.normal()] };
			change(clip);
			return clip;
		}),
	);
	const x = { rows: all.length, columns: 2, data: Float32Array.from(all.flatMap((clip) => clip.x)) };
	const speakers = all.map(({ speaker }) => `hum/${speaker}`);
	return {
		utterances: all.map(({ speaker }, i) => ({ corpus: "hum", speaker, file: `${i}.wav`, sentence: "" })),
		emotions: all.map(({ y }) => labels[y]),
		speakers,
		audioHashes: all.map((clip) => JSON.stringify(clip)),
		versions: [x],
		data: { x, y: Int32Array.from(all, ({ y }) => y), labels, groups: speakers },
		heard: x,
		tested: all.map(() => false),
		weights: new Float32Array(all.length).fill(1),
	} as unknown as LabelledClips;
}

function nested(search: unknown = undefined, changes: Readonly<Record<string, unknown>> = {}): Recipe {
	return parseRecipe(
		{
			id: "cloud",
			description: "four people",
			corpora: ["hum"],
			labels,
			features: "prosody@1",
			classifiers: [{ kind: "neighbours", k: 1 }],
			members: 1,
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "nested",
			seed: 1,
			...(search === undefined ? {} : { search }),
			...changes,
		},
		"test",
	);
}

function contextOf(name: string, print: (line: string) => void = () => undefined): ExperimentContext {
	return { results: join(folder, name), cache: join(folder, name), print, progress: () => undefined };
}

const neighbours = { choices: { "classifiers.0.k": [1, 5] }, folds: 2 };
const twoFolds = { protocol: { split: "speaker-independent", folds: 2 } };

function fits(cache: string): Map<string, number> {
	const runs = join(folder, cache, "fits");
	const files = readdirSync(runs, { recursive: true, encoding: "utf8" }).filter((file) =>
		file.endsWith(".fit"),
	);
	return new Map(files.map((file) => [file, statSync(join(runs, file)).mtimeMs]));
}

describe("innerFolds", () => {
	const clips = cloud();

	it("deals the speakers of the training part, and never those of the test part", () => {
		for (const outer of leaveOneSpeakerOut(clips.speakers)) {
			const folds = innerFolds(nested(), clips, outer, 3);
			const judged = folds.flatMap(({ test }) => [...test]);
			expect(judged.sort((a, b) => a - b)).toEqual([...outer.train]);
			const asked = new Set(Array.from(outer.test, (i) => clips.speakers[i]));
			for (const { train, test } of folds) {
				const trained = new Set(Array.from(train, (i) => clips.speakers[i]));
				expect([...train, ...test].sort((a, b) => a - b)).toEqual([...outer.train]);
				for (const i of test) expect(trained.has(clips.speakers[i])).toBe(false);
				for (const i of [...train, ...test]) expect(asked.has(clips.speakers[i])).toBe(false);
			}
		}
	});

	it("names their outer fold, so that no two of a run are taken for each other", () => {
		const names = leaveOneSpeakerOut(clips.speakers).flatMap((outer) =>
			innerFolds(nested(), clips, outer, 3).map(({ name }) => name),
		);
		expect(new Set(names).size).toBe(12);
	});

	it("refuses more groups than there are speakers to train on", () => {
		const [outer] = leaveOneSpeakerOut(clips.speakers);
		expect(() => innerFolds(nested(), clips, outer as never, 4)).toThrow(
			/deals 4 inner folds, and the training part of fold hum\/a has 3 speakers\. Lower search\.folds to 3/,
		);
	});
});

describe("a recipe with a search", { timeout: 240_000 }, () => {
	it("chooses the same, whatever the test speaker's clips say", async () => {
		const part = leaveOneSpeakerOut(cloud().speakers)[0] as never;
		const choose = (clips: LabelledClips, cache: string) =>
			chooseSettings(nested(neighbours), part, "test", async () => clips, contextOf(cache));
		const plain = await choose(cloud(), "plain");
		const changed = await choose(
			cloud((clip) => {
				if (clip.speaker !== "a") return;
				clip.y = 1 - clip.y;
				clip.x = [1e6, -1e6];
			}),
			"changed",
		);
		expect(plain.words).toMatch(/^classifiers\.0\.k \d \(\d+\.\d % UAR on 2 inner folds\)$/);
		expect(changed.words).toBe(plain.words);
		expect(changed.recipe).toEqual(plain.recipe);
		expect(plain.fresh).toBe(2 * 2);
	});

	it("spends the inner folds as its budgets say", async () => {
		const part = leaveOneSpeakerOut(cloud().speakers)[0] as never;
		const halving = { ...neighbours, halving: { budgets: [1, 2], keep: 0.5 } };
		const { fresh } = await chooseSettings(
			nested(halving),
			part,
			"test",
			async () => cloud(),
			contextOf("few"),
		);
		// Two candidates on one fold, one of them on another.
		expect(fresh).toBe(2 + 1);
	});

	it("ends where the same audio is in two inner folds", async () => {
		const clips = cloud();
		// One clip of each of three speakers: whatever the groups, two of them are apart.
		const audioHashes = clips.audioHashes.map((hash, i) => ([6, 12, 18].includes(i) ? "same" : hash));
		const leaking = { ...clips, audioHashes };
		const part = leaveOneSpeakerOut(clips.speakers)[0] as never;
		await expect(
			chooseSettings(nested(neighbours), part, "test", async () => leaking, contextOf("leak")),
		).rejects.toMatchObject({ code: "leak" });
	});

	it("says what every fold chose, and goes on where it was stopped", async () => {
		const readClips = async () => cloud();
		const recipe = nested(neighbours, twoFolds);
		const controller = new AbortController();
		const stopped = { ...contextOf("run"), signal: controller.signal };
		await expect(
			trainRecipe(
				recipe,
				"test",
				{
					...stopped,
					progress: (_, __, fold) => {
						if (fold?.startsWith("fold 2")) controller.abort(new Error("enough"));
					},
				},
				{ readClips, foldsAtOnce: 1 },
			),
		).rejects.toThrow("enough");
		const before = fits("run");
		expect(before.size).toBeGreaterThanOrEqual(4 + 1);
		const result = await trainRecipe(recipe, "test", contextOf("run"), { readClips });
		const after = fits("run");
		expect(after.size).toBe(2 * (4 + 1));
		for (const [file, written] of before) expect(after.get(file)).toBe(written);
		expect(result.notes).toHaveLength(2);
		expect(result.notes?.[1]).toMatch(/^Chosen without 2: classifiers\.0\.k \d \(/);
		expect(result.classifier).toBe("neighbours, k searched");
		expect((await readResult(join(folder, "run"), "cloud")).notes).toEqual(result.notes);
		const lines: string[] = [];
		await trainRecipe(
			recipe,
			"test",
			contextOf("run", (line) => lines.push(line)),
			{ readClips },
		);
		expect(lines.join("\n")).toContain("Every fit was taken from the cache");
	});

	it("with one candidate is the plain recipe", async () => {
		const readClips = async () => cloud();
		const one = { choices: { "classifiers.0.k": [3] }, folds: 2 };
		await trainRecipe(nested(one, twoFolds), "test", contextOf("one"), { readClips });
		const plain = nested(undefined, { ...twoFolds, classifiers: [{ kind: "neighbours", k: 3 }] });
		await trainRecipe(plain, "test", contextOf("alone"), { readClips });
		const predictions = (name: string): string =>
			readFileSync(join(folder, name, "cloud/predictions.csv"), "utf8");
		expect(predictions("one")).toBe(predictions("alone"));
	});

	it("chooses for the model among the speakers of all clips", async () => {
		const lines: string[] = [];
		const file = join(folder, "hum.onnx");
		const recipe = nested(
			{ choices: { "classifiers.0.shrinkage": [0.1, 0.9] }, folds: 2 },
			{
				corpora: [humCorpus(folder, { speakers: ["a", "b", "c", "d"], clips: 4 })],
				features: "s1-mfcc40@1",
				classifiers: [{ kind: "lda" }],
				model: { file, name: "hum@1", licence: "CC0-1.0" },
				...twoFolds,
			},
		);
		await trainRecipe(
			recipe,
			"test",
			contextOf("model", (line) => lines.push(line)),
		);
		const chosen = /^Chosen for the model: classifiers\.0\.shrinkage (0\.[19]) \(/m.exec(
			lines.join("\n"),
		)?.[1];
		expect(chosen).toBeDefined();
		expect(readFileSync(file).length).toBeGreaterThan(1000);
		const card = readFileSync(join(folder, "hum.md"), "utf8");
		expect(card).toContain(`**Classifier**: lda, shrinkage ${chosen}.`);
		expect(card).toContain("The recipe was chosen inside each training part.");
		// Which clips there are is said once.
		expect(lines.filter((line) => line.includes("speakers."))).toHaveLength(1);
	});
});

describe("describeSearched", () => {
	it("says what is searched in place of its value", () => {
		const choices = { "classifiers.0.k": [1, 3], features: ["prosody@1", "temporal@1"] };
		expect(describeSearched(nested({ choices }))).toBe("neighbours, k searched, features searched");
		expect(describeSearched(nested())).toBe("neighbours, k 1");
	});
});
