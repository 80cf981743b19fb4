import { type Emotion, matrixFromRows } from "@undertone/core";
import type { Utterance } from "@undertone/corpora";
import { describe, expect, it } from "vitest";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { adaptFold } from "./adapt-fold.ts";

const perSpeaker = 20;
const speakers = ["a", "b", "t"];

/** Three speakers with voices of their own; every fourth clip is neutral. */
function voices(): LabelledClips {
	const rows = speakers.flatMap((_, s) =>
		Array.from({ length: perSpeaker }, (_, i) => [10 * s + (i % 4), s === 2 && i === 0 ? Number.NaN : i / 7]),
	);
	const x = matrixFromRows(rows);
	const emotions = rows.map((_, i): Emotion => (i % 4 === 0 ? "neutral" : "happy"));
	return {
		utterances: rows.map((_, i) => ({ file: String(i), corpus: "X" }) as unknown as Utterance),
		emotions,
		speakers: rows.map((_, i) => `X/${speakers[Math.floor(i / perSpeaker)]}`),
		audioHashes: rows.map((_, i) => String(i)),
		versions: [x],
		heard: x,
		data: { x, y: Int32Array.from(emotions, (e) => (e === "neutral" ? 0 : 1)), labels: ["neutral", "happy"] },
		tested: rows.map(() => false),
		weights: new Float32Array(rows.length).fill(1),
	};
}

function recipeWith(adaptation: unknown): Recipe {
	return parseRecipe(
		{
			id: "test",
			description: "test",
			corpora: ["x"],
			labels: ["neutral", "happy"],
			features: "none@1",
			classifiers: [{ kind: "lda" }],
			adaptation,
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "fixed-beforehand",
			seed: 1,
		},
		"test",
	);
}

const test = Int32Array.from({ length: perSpeaker }, (_, i) => 2 * perSpeaker + i);
const train = Int32Array.from({ length: 2 * perSpeaker }, (_, i) => i);
const fold = { name: "t", train, test };

describe("adaptFold", () => {
	it("scores no clip that it listened to beforehand, and the same clips for every k and kind", () => {
		const scored = [
			{ kind: "unlabelled", k: 2, draws: 5 },
			{ kind: "unlabelled", k: 10, draws: 5 },
			{ kind: "neutral", k: 3, draws: 5 },
		].map((adaptation) => adaptFold(recipeWith(adaptation), voices(), fold).tested);
		expect(scored[1]).toEqual(scored[0]);
		expect(scored[2]).toEqual(scored[0]);
		for (let d = 0; d < 5; d++) {
			const clips = scored[0]?.filter(({ draw }) => draw === d) ?? [];
			// 20 clips less 10 unlabelled ones and at most 3 neutral ones.
			expect(clips.length).toBeGreaterThanOrEqual(7);
			expect(clips.length).toBeLessThanOrEqual(10);
			expect(clips.every(({ clip }) => clip >= 2 * perSpeaker)).toBe(true);
		}
	});

	it("takes nothing of the test speaker for the training part", () => {
		const other = voices();
		const changed = { ...other.data.x, data: other.data.x.data.slice() };
		for (const i of test) changed.data[2 * i] = 1000;
		const moved = { ...other, versions: [changed], data: { ...other.data, x: changed } };
		const recipe = recipeWith({ kind: "unlabelled", k: 10, draws: 2 });
		const [before, after] = [voices(), moved].map(
			(clips) => adaptFold(recipe, clips, fold).clips.data.x.data,
		);
		expect(after?.slice(0, 4 * perSpeaker)).toEqual(before?.slice(0, 4 * perSpeaker));
	});

	it("gives every speaker the same usual when normalised by all clips", () => {
		const { clips, testX } = adaptFold(recipeWith({ kind: "transductive" }), voices(), fold);
		const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
		const first = (s: number) =>
			Array.from({ length: perSpeaker }, (_, i) => clips.data.x.data[2 * (s * perSpeaker + i)] as number);
		const tested = Array.from({ length: testX.rows }, (_, r) => testX.data[2 * r] as number);
		// Drawn a little towards the population (2 clips of 22), so alike but not equal.
		expect(Math.abs(mean(first(0)) - mean(first(1)))).toBeLessThan(1);
		expect(Math.abs(mean(tested))).toBeLessThan(2);
		expect(Number.isNaN(testX.data[1] as number)).toBe(true);
	});
});
