import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeFusion } from "../fusion/describe-fusion.ts";
import { isSpeechRecipe, parseRecipe, readRecipe } from "../recipes/recipe.ts";
import { readResults } from "../results/read-results.ts";
import type { Result } from "../results/result.ts";
import { describeRecipe } from "./describe-recipe.ts";
import { staleFields } from "./stale-fields.ts";

const recipe = parseRecipe(
	{
		id: "mine",
		description: "two classifiers",
		corpora: ["emodb", "tess"],
		labels: ["neutral", "happy", "bored"],
		features: "undertone@2",
		classifiers: [{ kind: "lda" }, { kind: "svm", c: 5 }],
		members: 1,
		augment: [{ kind: "pitch", semitones: 2 }],
		protocol: { split: "speaker-independent", folds: 2 },
		selection: "fixed-beforehand",
		seed: 1,
	},
	"mine",
);
const { changes, ...words } = describeRecipe(recipe);
const result = {
	...words,
	id: "mine",
	corpora: ["EMO-DB", "TESS"],
	features: "undertone@2",
	folds: [
		{ name: "1", testSpeakers: ["EMO-DB/03"] },
		{ name: "2", testSpeakers: ["TESS/OAF"] },
	],
	notes: [...changes, "anything else"],
} as unknown as Result;

describe("a stored result", () => {
	it("agrees with the recipe that makes it, and so do its parts by corpus", () => {
		expect(staleFields(recipe, result)).toEqual([]);
		const part = { ...result, id: "mine-tess", corpora: ["TESS"], labels: ["neutral", "happy"] as const };
		expect(staleFields(recipe, part)).toEqual([]);
		expect(staleFields(recipe, { ...part, id: "mine" })).toHaveLength(2);
	});

	it.each([
		[{ features: "undertone@1" }, "features: stored undertone@1, the recipe says undertone@2"],
		[{ classifier: "lda" }, /^classifier: stored lda, the recipe says blend of \(lda; svm, c 5\)$/],
		[{ split: "random" }, "split: stored random, the recipe says speaker-independent"],
		[
			{ adaptation: { kind: "unlabelled", k: 10 } },
			"adaptation: stored unlabelled by 10, the recipe says none",
		],
		[{ selection: "same-speakers" }, /^selection: /],
		[{ notes: [] }, /^clips: stored \[\], the recipe says \["Trained with copies/],
		[{ folds: [{ name: "1", testSpeakers: [] }] }, /^folds: stored 1, /],
		[{ corpora: ["EMO-DB"] }, /^corpora: /],
	])("of %j is of another recipe, field by field", (change, line) => {
		const lines = staleFields(recipe, { ...result, ...change } as Result);
		expect(lines).toEqual([typeof line === "string" ? line : expect.stringMatching(line)]);
	});
});

const root = join(import.meta.dirname, "../../../..");
const stored = await readResults(join(root, "results"));

describe("every stored result is what its recipe makes", () => {
	it.each(stored.flatMap((one) => recipeOf(one)))("%s by %s", async (id, path) => {
		const made = await readRecipe(path);
		const one = stored.find((result) => result.id === id) as Result;
		const { selection, labels } = one;
		if (isSpeechRecipe(made)) {
			expect(staleFields(made, one)).toEqual([]);
		} else if (made.task === "fusion") {
			const { conditions, ...words } = describeFusion(made, id.slice(made.id.length + 1));
			expect(one).toMatchObject(words);
			expect(one.folds.map(({ name }) => name)).toEqual(conditions);
		} else {
			// The votes of FER+ are scored in their own order of the classes.
			expect({ selection, labels: [...labels].sort() }).toEqual({
				selection: made.selection,
				labels: [...made.labels].sort(),
			});
		}
	});
});

/** The recipe of the same id, or that its command names. */
function recipeOf({ id, command }: Result): [id: string, path: string][] {
	const named = /^undertone (?:reproduce |train recipes\/)([\w-]+)/u.exec(command)?.[1] ?? id;
	const paths = [id, named].map((name) => join(root, "recipes", `${name}.json`));
	return paths
		.filter((path) => existsSync(path))
		.slice(0, 1)
		.map((path) => [id, path]);
}
