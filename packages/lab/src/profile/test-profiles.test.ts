import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argmax, row, type Scores } from "@undertone/core";
import { takeRows } from "@undertone/learn";
import {
	addToProfile,
	applyProfile,
	emptyProfile,
	loadModel,
	profileRefusal,
	speakerUsual,
} from "@undertone/recognize";
import { afterAll, describe, expect, it } from "vitest";
import type { ExperimentContext } from "../experiments/experiment.ts";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import { writeModel } from "../experiments/write-model.ts";
import { parseRecipe } from "../recipes/recipe.ts";
import { madeClips, madeLabels } from "../testing/made-clips.ts";
import { madeResult } from "../testing/made-result.ts";
import { enrolments } from "./enrolments.ts";
import type { Tally } from "./tally.ts";
import { testProfiles } from "./test-profiles.ts";

const folder = mkdtempSync(join(tmpdir(), "undertone-profiles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const context: ExperimentContext = {
	results: folder,
	cache: folder,
	print: () => undefined,
	progress: () => undefined,
};

/** Of the shipped model's kind. */
const recipe = parseRecipe(
	{
		id: "test",
		description: "test",
		corpora: ["x"],
		labels: madeLabels,
		features: "s1-mfcc40@1",
		clamp: 4,
		classifiers: [
			{ kind: "lda", priors: "equal" },
			{ kind: "lda", priors: "equal", speakers: "normalised" },
		],
		blend: [1, 2],
		members: 2,
		corpusWeights: "root",
		embedding: {
			features: "cepstra@1",
			components: 4,
			dimensions: 3,
			classifiers: [{ kind: "plda" }],
			share: 0.3,
		},
		protocol: { split: "speaker-independent", folds: "speakers" },
		selection: "fixed-beforehand",
		seed: 1,
	},
	"test",
);
const draws = 2;
const clips = madeClips(["a", "b", "c", "d"], { clips: 42, apart: 0.5 });

describe("testProfiles", { timeout: 240_000 }, () => {
	it("names every clip as the file of the same training names it with the profile, i-vectors as they are", async () => {
		const results = await testProfiles(recipe, clips, draws, context);
		let used = 0;
		for (const speaker of new Set(clips.speakers)) {
			const expected = await byFile(speaker);
			expect(results.map(({ k, way }) => `${k} ${way}`)).toEqual([...expected.keys()]);
			for (const { k, way, draws: all, tallies } of results) {
				const own = tallies.filter((tally) => tally.speaker === speaker);
				const { right = 0, rightWithout = 0, refused } = expected.get(`${k} ${way}`) ?? {};
				// The file's numbers are of single precision: a clip between two names may fall to either side.
				expect(Math.abs(total(own, "right") - right)).toBeLessThanOrEqual(1);
				expect(Math.abs(total(own, "rightWithout") - rightWithout)).toBeLessThanOrEqual(1);
				expect(all.filter((draw) => draw.speaker === speaker && draw.refused)).toHaveLength(refused ?? -1);
				if (way === "any clips") used += draws - (refused ?? 0);
			}
		}
		expect(used).toBeGreaterThan(8);
	});

	it("finds that knowing voices which lie apart helps", async () => {
		const results = await testProfiles(recipe, clips, draws, context);
		for (const [way, k] of [
			["any clips", 5],
			["any clips", 20],
			["neutral clips", 1],
			["neutral clips", 3],
		] as const) {
			const tallies = results.find((one) => one.way === way && one.k === k)?.tallies ?? [];
			expect(total(tallies, "right")).toBeGreaterThan(total(tallies, "rightWithout"));
		}
	});
});

function total(tallies: readonly Tally[], count: "right" | "rightWithout"): number {
	return tallies.reduce((sum, tally) => sum + tally[count], 0);
}

/** What the recogniser's own functions give of a speaker, clip by clip, with a file trained on all others. */
async function byFile(speaker: string) {
	const own = [...clips.speakers.keys()].filter((i) => clips.speakers[i] === speaker);
	const model = await modelWithout(speaker);
	const framesOf = (i: number) => clips.frames?.[i] ?? null;
	const plain = new Map<number, Float32Array>();
	for (const i of own) plain.set(i, (await model.predict(takeRows(clips.data.x, [i]), framesOf(i))).data);
	const found = new Map<string, { right: number; rightWithout: number; refused: number }>();
	for (let d = 0; d < draws; d++) {
		for (const enrolment of enrolments(own, clips.emotions, { seed: 1, name: `${speaker}/${d}` })) {
			const { way, k, kind, enrolled, scored } = enrolment;
			let profile = emptyProfile(model, kind);
			for (const i of enrolled) {
				const scores: Scores = {};
				for (const [c, label] of madeLabels.entries()) scores[label] = plain.get(i)?.[c] ?? 0;
				profile = addToProfile(profile, row(clips.data.x, i), scores);
			}
			const refused = profileRefusal(profile, model) !== null;
			const usual = speakerUsual(profile, model.metadata);
			const sum = found.get(`${k} ${way}`) ?? { right: 0, rightWithout: 0, refused: 0 };
			found.set(`${k} ${way}`, sum);
			if (refused) sum.refused++;
			for (const i of scored) {
				const moved = applyProfile(takeRows(clips.data.x, [i]), usual, model.metadata);
				const without = plain.get(i) ?? [];
				const scores = refused ? without : (await model.predict(moved, framesOf(i))).data;
				if (argmax(scores) === clips.data.y[i]) sum.right++;
				if (argmax(without) === clips.data.y[i]) sum.rightWithout++;
			}
		}
	}
	await model.release();
	return found;
}

/** The file that is trained on everybody else. */
async function modelWithout(speaker: string) {
	const rows = [...clips.speakers.keys()].filter((i) => clips.speakers[i] !== speaker);
	const of = <T>(items: readonly T[]): T[] => rows.map((i) => items[i] as T);
	const x = takeRows(clips.data.x, rows);
	const others: LabelledClips = {
		utterances: of(clips.utterances),
		emotions: of(clips.emotions),
		speakers: of(clips.speakers),
		audioHashes: of(clips.audioHashes),
		tested: of(clips.tested),
		versions: clips.versions.map((version) => takeRows(version, rows)),
		heard: x,
		frames: of(clips.frames ?? []),
		weights: Float32Array.from(rows, (i) => clips.weights[i] as number),
		data: {
			x,
			y: Int32Array.from(rows, (i) => clips.data.y[i] as number),
			labels: madeLabels,
			groups: of(clips.speakers),
		},
	};
	const file = join(folder, "others.onnx");
	const result = madeResult(recipe);
	const predictions = [
		{
			file: "0",
			speaker: "B/b",
			corpus: "B",
			actual: "neutral",
			predicted: "neutral",
			scores: [0.5, 0.3, 0.2],
		},
	] as never;
	await writeModel(
		recipe,
		{ file, name: "others@1", licence: "none" },
		"none",
		others,
		{ result, parts: [], predictions },
		context,
	);
	return loadModel(new Uint8Array(readFileSync(file)));
}
