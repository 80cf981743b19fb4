import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { row } from "@undertone/core";
import { leaveOneSpeakerOut, takeRows } from "@undertone/learn";
import { afterAll, describe, expect, it } from "vitest";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { madeClips, madeLabels } from "../testing/made-clips.ts";
import { evaluateFold } from "./evaluate-fold.ts";
import type { ExperimentContext } from "./experiment.ts";
import { fitFold } from "./fit-fold.ts";

const cache = mkdtempSync(join(tmpdir(), "undertone-fit-fold-"));
afterAll(() => rmSync(cache, { recursive: true, force: true }));
const context: ExperimentContext = {
	results: cache,
	cache,
	print: () => undefined,
	progress: () => undefined,
};

const clips = madeClips(["a", "b", "c", "d", "e"]);
const fold = leaveOneSpeakerOut(clips.speakers).find(({ name }) => name === "B/e") as ReturnType<
	typeof leaveOneSpeakerOut
>[number];
const asHeard = { x: takeRows(clips.heard, fold.test), clips: fold.test };

const embedding = {
	features: "cepstra@1",
	components: 4,
	dimensions: 3,
	classifiers: [{ kind: "plda" }],
	share: 0.4,
};

function recipeWith(changes: Readonly<Record<string, unknown>>): Recipe {
	return parseRecipe(
		{
			id: "test",
			description: "test",
			corpora: ["x"],
			labels: madeLabels,
			features: "s1-mfcc40@1",
			clamp: 3,
			classifiers: [
				{ kind: "lda", priors: "equal" },
				{ kind: "lda", priors: "equal", speakers: "normalised" },
			],
			blend: [1, 2],
			members: 3,
			innerRepeats: 2,
			corpusWeights: "root",
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "fixed-beforehand",
			seed: 1,
			...changes,
		},
		"test",
	);
}

describe("fitFold", { timeout: 240_000 }, () => {
	it.each([
		["discriminants", {}],
		["discriminants beside i-vectors", { embedding }],
		["what is fitted in threads", { classifiers: [{ kind: "logistic" }], blend: [1], embedding }],
	])("gives test clips as they are what evaluateFold gives them: %s", async (_, changes) => {
		const recipe = recipeWith(changes);
		const { predictions } = await evaluateFold(recipe, clips, fold, { what: "fold" }, context);
		const fitted = await fitFold(recipe, clips, fold, { what: "fold" }, context);
		// In another order, in two parts.
		const order = [...fold.test.keys()].reverse();
		const parts = [order.slice(0, 7), order.slice(7)].map((rows) => ({
			x: takeRows(asHeard.x, rows),
			clips: rows.map((r) => fold.test[r] as number),
		}));
		const [whole, ...others] = await fitted.predict([asHeard, ...parts]);
		for (const [r, { scores }] of predictions.entries()) {
			expect(row(whole as never, r)).toBeCloseToArray(scores.slice(0, 3), { rtol: 0, atol: 1e-6 });
		}
		const back = others.flatMap((matrix) =>
			Array.from({ length: matrix.rows }, (__, r) => [...row(matrix, r)]),
		);
		for (const [at, r] of order.entries()) expect(back[at]).toEqual([...row(whole as never, r)]);
	});

	it("hears the i-vector of the clip that a test names, beside features that stay", async () => {
		const fitted = await fitFold(recipeWith({ embedding }), clips, fold, { what: "fold" }, context);
		const moved = {
			...asHeard,
			clips: [...fold.test].map((_, r) => fold.test[(r + 1) % fold.test.length] as number),
		};
		const [plain, other] = await fitted.predict([asHeard, moved]);
		expect(other?.data).not.toEqual(plain?.data);
		const alone = await fitFold(recipeWith({}), clips, fold, { what: "fold" }, context);
		const [first, second] = await alone.predict([asHeard, moved]);
		expect(second?.data).toEqual(first?.data);
		await expect(fitted.predict([{ ...asHeard, clips: fold.test.map(() => 0) }])).rejects.toThrow(
			"fitFold: only clips of the test part have i-vectors here, got clip 0.",
		);
	});

	it("refuses i-vectors that an adaptation would move", async () => {
		const recipe = recipeWith({ embedding, adaptation: { kind: "transductive" } });
		await expect(fitFold(recipe, clips, fold, { what: "fold" }, context)).rejects.toThrow(
			/"test" must hear its i-vectors as they are, and its adaptation moves them/,
		);
	});
});
