import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { resultIds } from "../experiments/run-recipe.ts";
import { parseTaskRecipe, readRecipe } from "../recipes/recipe.ts";

const recipe = await readRecipe(join(import.meta.dirname, "../../../../recipes/fusion.json"));

describe("a recipe of fusion", () => {
	it("names the results of each source alone and of every rule", () => {
		expect(resultIds(recipe)).toEqual(
			["voice", "face", "mean", "product", "weighted", "hybrid", "early"].map((way) => `fusion-${way}`),
		);
	});

	it.each([
		[{ rules: [{ kind: "mean" }, { kind: "mean" }] }, /rules\.1: must be there once, "mean" is there twice/],
		[{ rules: [{ kind: "hybrid" }] }, /rules\.0\.classifier/],
		[
			{ rules: [{ kind: "early", classifier: { kind: "lda", speakers: "normalised" } }] },
			/rules\.0\.classifier: .*speakers/,
		],
		[
			{ rules: [{ kind: "median" }] },
			/rules\.0\.kind: .*'mean' \| 'product' \| 'weighted' \| 'hybrid' \| 'early'/,
		],
		[
			{ conditions: [{ name: "nothing", voice: null, face: null }] },
			/conditions\.0: must show voice or face, both are null/,
		],
		[
			{ conditions: [{ name: "twice" }, { name: "twice" }] },
			/conditions\.1\.name: must be there once, "twice"/,
		],
		[
			{ conditions: [{ name: "fog", face: { kind: "foggy" } }] },
			/conditions\.0\.face\.kind: .*'none' \| 'blurred' \| 'dark'/,
		],
		[
			{
				taught: { voice: [[{ kind: "noise", snr: [0, 30], sound: "coffee-shop" }]], face: { kind: "none" } },
			},
			/taught\.voice\.0\.0\.sound: must not be "coffee-shop", which is kept for tests/,
		],
		[
			{
				voice: {
					corpus: "ravdess",
					features: "undertone@2",
					classifier: { kind: "lda" },
					copies: [[{ kind: "noise", snr: [5, 5], sound: "coffee-shop" }]],
				},
			},
			/voice\.copies\.0\.0\.sound: must not be "coffee-shop", which is kept for tests/,
		],
		[{ voice: { corpus: "ravdess" } }, /voice\.features must be given .*voice\.classifier/],
		[{ rules: [{ kind: "mean" }] }, /model\.rule: must be one of the rules \(mean\)/],
		[{ weights: [1, 2] }, /weights/],
	])("is refused with %j, naming the field", (change, message) => {
		const refused = (): unknown => parseTaskRecipe({ task: "fusion", ...recipe, ...change }, "mine.json");
		expect(refused).toThrow(message);
		expect(refused).toThrow(/The recipe "mine\.json" is not valid\..*See recipes\/fusion\.json/s);
	});

	it("of no known task is refused with the tasks that are", () => {
		expect(() => parseTaskRecipe({ task: "smell" }, "mine.json")).toThrow(/task: .*'fusion'/);
	});
});
