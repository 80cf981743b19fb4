import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ClassifierSpec, createEstimator, describeBlend } from "../fit/classifier.ts";
import { parseRecipe, readRecipe, searchedRecipes } from "./recipe.ts";

const recipes = join(import.meta.dirname, "../../../../recipes");

describe("recipes", () => {
	it.each(readdirSync(recipes).filter((file) => file.endsWith(".json")))(
		"%s is valid and named after its id",
		async (file) => {
			const recipe = await readRecipe(join(recipes, file));
			expect(`${recipe.id}.json`).toBe(file);
		},
	);

	it("names every field that is wrong", () => {
		const wrong = { id: "A B", corpora: [], labels: ["happy", "joyful"], classifiers: [{ kind: "magic" }] };
		expect(() => parseRecipe(wrong, "mine.json")).toThrow(
			/The recipe "mine\.json" is not valid\..*id: .*corpora: .*labels\.1: .*classifiers/s,
		);
	});

	it("refuses options that do not exist, instead of ignoring them", async () => {
		const recipe = await readRecipe(join(recipes, "speech.json"));
		const misspelt = { ...recipe, classifiers: [{ kind: "mlp", dropOut: 0.5 }] };
		expect(() => parseRecipe(misspelt, "mine.json")).toThrow(/dropOut/);
	});

	describe("regularise networks", () => {
		const network = (classifier: object) =>
			parseRecipe(
				{
					id: "network",
					description: "a network",
					corpora: ["emodb"],
					labels: ["neutral", "happy"],
					features: "logmel@1",
					sequence: { frames: 40, step: 4 },
					classifiers: [classifier],
					protocol: { split: "speaker-independent", folds: 5 },
					selection: "fixed-beforehand",
					seed: 1,
				},
				"mine.json",
			);

		it.each([
			{ kind: "mlp", normalise: "layer", clipNorm: 1 },
			{ kind: "cnn", schedule: { kind: "one-cycle", warmUp: 0.2 }, averaging: { swa: 0.25 } },
			{ kind: "residual", averaging: { ema: 0.99 }, specAugment: { shift: 8 } },
			{ kind: "convolutional-recurrent", layers: 2 },
		])("by %j, of which an estimator is made", (classifier) => {
			const [spec] = network(classifier).classifiers;
			expect(spec).toEqual(classifier);
			expect(createEstimator(spec as ClassifierSpec, { frames: 40, bands: 64 }).name).toBe(classifier.kind);
		});

		it.each([
			[{ kind: "cnn", averaging: { swa: 2 } }, /averaging\.swa: .*<=1/],
			[
				{ kind: "cnn", averaging: { ema: 0.9, swa: 0.5 } },
				/averaging: must be \{"ema": DECAY\}.* or \{"swa": SHARE\}/,
			],
			[{ kind: "mlp", schedule: { kind: "linear" } }, /schedule\.kind: .*"constant"\|"cosine"\|"one-cycle"/],
			[{ kind: "mlp", clipNorm: 0 }, /clipNorm: .*>0/],
			[{ kind: "mlp", normalise: "group" }, /normalise: .*"none"\|"batch"\|"layer"/],
			[{ kind: "residual", specAugment: { shift: -1 } }, /specAugment\.shift: .*>=0/],
		])("and refuse %j, naming the field", (classifier, message) => {
			expect(() => network(classifier)).toThrow(message);
		});
	});

	describe("with a hierarchy whose decisions choose", () => {
		const hierarchy = (node: object) =>
			parseRecipe(
				{
					id: "tree",
					description: "a tree",
					corpora: ["emodb"],
					labels: ["neutral", "happy", "sad"],
					features: "undertone@2",
					classifiers: [{ kind: "hierarchical", tree: { ...node, groups: ["happy", "sad"] } }],
					protocol: { split: "speaker-independent", folds: 5 },
					selection: "nested",
					seed: 1,
				},
				"mine.json",
			);
		const choices = {
			classifiers: [{ kind: "svm", c: 5 }, { kind: "lda" }],
			features: ["all", ["f0", "energy"]],
		};

		it("says of what, and an estimator is made of it", () => {
			const recipe = hierarchy({ choices });
			expect(describeBlend({ ...recipe, members: 1 })).toBe(
				"hierarchical [svm, c 5 or lda; on all or f0+energy; by 3 inner groups](happy, sad)",
			);
			const spec = recipe.classifiers[0] as ClassifierSpec;
			expect(createEstimator(spec, undefined, ["f0_mean", "energy_mean", "mfcc1_mean"]).name).toBe(
				"hierarchical",
			);
			expect(() => createEstimator(spec, undefined, ["f0_mean", "mfcc1_mean"])).toThrow(
				'choices.features: "energy" must be how a feature\'s name begins, and none does. The names begin with f0, mfcc1.',
			);
		});

		it.each([
			[{}, /classifiers\.0\.tree: a decision must have either "classifier" or "choices"/],
			[{ choices, classifier: { kind: "lda" } }, /either "classifier" or "choices"/],
			[{ choices: { ...choices, classifiers: [] } }, /tree\.choices\.classifiers: /],
			[{ choices: { ...choices, folds: 1 } }, /tree\.choices\.folds: /],
		])("refuses %j in a clear sentence", (node, message) => {
			expect(() => hierarchy(node)).toThrow(message);
		});
	});

	describe("with a search", () => {
		const c = { low: 0.1, high: 10, logarithmic: true };
		const nested = {
			id: "nested",
			description: "chooses",
			corpora: ["emodb"],
			labels: ["neutral", "happy"],
			features: "undertone@2",
			classifiers: [{ kind: "svm" }],
			protocol: { split: "speaker-independent", folds: "speakers" },
			selection: "nested",
			seed: 1,
		};
		const search = { choices: { "classifiers.0.c": c, features: ["undertone@1", "undertone@2"] }, draws: 5 };

		it("tries candidates that are recipes without one, the same for the same seed", () => {
			const recipe = parseRecipe({ ...nested, search }, "mine.json");
			const tried = recipe.search === undefined ? [] : searchedRecipes(recipe, recipe.search);
			expect(tried).toHaveLength(5);
			for (const { candidate, recipe: one } of tried) {
				expect(one.search).toBeUndefined();
				expect(one.features).toBe(candidate.fields.features);
				expect(one.classifiers).toEqual([{ kind: "svm", c: candidate.fields["classifiers.0.c"] }]);
			}
			const again = parseRecipe({ ...nested, search }, "mine.json");
			expect(again.search === undefined ? [] : searchedRecipes(again, again.search)).toEqual(tried);
		});

		it.each([
			[{ selection: "fixed-beforehand" }, {}, /selection: must be "nested" in a recipe with a search/],
			[
				{ protocol: { split: "random", folds: 10 } },
				{},
				/protocol\.split: must be one of speaker-independent, cross-corpus .*, got "random"/,
			],
			[{}, { choices: { labels: [["happy", "sad"]] } }, /search\.choices\.labels: cannot be chosen/],
			[{}, { choices: {} }, /search\.choices: must name a field/],
			[{}, { draws: undefined }, /search\.choices\.classifiers\.0\.c: is a range, .*"draws"/],
			[{}, { choices: { clamp: "4" } }, /search\.choices\.clamp: must be a list of values, or a range/],
			[{}, { choices: { "classifiers.0.c": [-1] }, draws: 1 }, /"nested: classifiers\.0\.c -1" is not valid/],
			[{}, { choices: { "classifiers.2.c": [1] }, draws: 1 }, /"classifiers\.2\.c" must lead to a field/],
			[{}, { halving: { budgets: [1, 4] } }, /search\.halving\.budgets: at most 3, .*, got 4/],
			[{}, { halving: { budgets: [3, 1] } }, /search\.halving\.budgets: must ascend/],
			[{}, { draw: 3 }, /search: .*"draw"/],
		])("refuses %j with %j in a clear sentence", (changes, searching, message) => {
			const value = { ...nested, ...changes, search: { ...search, ...searching } };
			expect(() => parseRecipe(value, "mine.json")).toThrow(message);
		});
	});

	it("says when there is no recipe, or no JSON", async () => {
		await expect(readRecipe(join(recipes, "none.json"))).rejects.toThrow(
			/There must be a recipe at .*none\.json/,
		);
		await expect(readRecipe(join(import.meta.dirname, "recipe.ts"))).rejects.toThrow(/must be JSON/);
	});
});
