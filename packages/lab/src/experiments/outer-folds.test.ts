import { zeros } from "@undertone/core";
import type { Fold } from "@undertone/learn";
import { describe, expect, it } from "vitest";
import type { Recipe } from "../recipes/recipe.ts";
import type { LabelledClips } from "./labelled-clips.ts";
import { checkFold, outerFolds } from "./outer-folds.ts";

/** Four speakers who say three sentences each, twice. */
const spoken = ["a", "b", "c", "d"].flatMap((speaker) =>
	["1", "2", "3"].flatMap((sentence) => [0, 1].map((take) => ({ speaker, sentence, take }))),
);
const clips = {
	utterances: spoken.map(({ sentence }, i) => ({ corpus: "hum", file: `${i}.wav`, sentence })),
	speakers: spoken.map(({ speaker }) => `hum/${speaker}`),
	audioHashes: spoken.map((_, i) => `hash ${i}`),
	data: {
		x: zeros(spoken.length, 1),
		y: Int32Array.from(spoken, ({ take }) => take),
		labels: ["happy", "sad"],
	},
} as unknown as LabelledClips;
const recipe = (protocol: Recipe["protocol"]): Recipe => ({ protocol, seed: 1 }) as unknown as Recipe;
const valuesOf = (key: "speaker" | "sentence", rows: Int32Array): Set<string> =>
	new Set(Array.from(rows, (i) => spoken[i]?.[key] ?? ""));
/** What stands on both sides. */
function shared(key: "speaker" | "sentence", { train, test }: Fold): string[] {
	const trained = valuesOf(key, train);
	return [...valuesOf(key, test)].filter((value) => trained.has(value));
}

describe("outerFolds", () => {
	it("keeps sentences apart, not speakers", () => {
		const by = recipe({ split: "sentence-independent", folds: 3 });
		const folds = outerFolds(by, clips);
		expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual(spoken.map((_, i) => i));
		for (const fold of folds) {
			expect(shared("sentence", fold)).toEqual([]);
			expect(valuesOf("speaker", fold.test).size).toBe(4);
			checkFold(by, clips, fold);
		}
	});

	it("keeps both apart", () => {
		const by = recipe({ split: "speaker-and-sentence-independent", folds: 2, sentenceFolds: 3 });
		const folds = outerFolds(by, clips);
		expect(folds).toHaveLength(6);
		expect(folds.flatMap((fold) => [...fold.test]).sort((a, b) => a - b)).toEqual(spoken.map((_, i) => i));
		for (const fold of folds) {
			expect(shared("sentence", fold)).toEqual([]);
			expect(shared("speaker", fold)).toEqual([]);
			checkFold(by, clips, fold);
		}
	});

	it("names a clip of which nobody knows what is said", () => {
		const silent = { ...clips, utterances: clips.utterances.map((one) => ({ ...one, sentence: "" })) };
		expect(() => outerFolds(recipe({ split: "sentence-independent", folds: 3 }), silent)).toThrow(
			/needs to know what is said in every clip, and 0\.wav of hum does not say/,
		);
	});
});

describe("checkFold", () => {
	it("ends a run in which a sentence is on both sides", () => {
		const fold = { name: "1", train: Int32Array.of(0), test: Int32Array.of(1) };
		const by = recipe({ split: "sentence-independent", folds: 2 });
		expect(() => checkFold(by, clips, fold)).toThrow(/no sentence may be in both parts of fold 1/);
	});
});
