import { UndertoneError } from "@undertone/core";
import { type Fold, speakerFolds } from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";
import type { LabelledClips } from "./labelled-clips.ts";

/**
 * Groups of the speakers of a training part: on each, candidates that were trained on the others are judged. The test
 * part of the outer fold is in none of them.
 *
 * @param k - How many groups.
 * @throws {UndertoneError} `recipe-invalid` if there are fewer speakers.
 */
export function innerFolds(
	{ id, seed }: Pick<Recipe, "id" | "seed">,
	{ speakers, utterances }: Pick<LabelledClips, "speakers" | "utterances">,
	{ name, train }: Pick<Fold, "name" | "train">,
	k: number,
): Fold[] {
	const own = Array.from(train, (i) => speakers[i] as string);
	const people = new Set(own).size;
	if (people < k) {
		throw new UndertoneError(
			"recipe-invalid",
			`The search of "${id}" deals ${k} inner folds, and the training part of fold ${name} has ${people} speakers. Lower search.folds to ${people} at most.`,
		);
	}
	const corpora = Array.from(train, (i) => utterances[i]?.corpus ?? "");
	return speakerFolds(own, k, { seed, balance: corpora }).map((inner, f) => ({
		// The outer fold's name tells its inner folds from those of others, which may test the same speakers.
		name: `${name}, inner ${f + 1} of ${k}`,
		train: inner.train.map((i) => train[i] as number),
		test: inner.test.map((i) => train[i] as number),
	}));
}
