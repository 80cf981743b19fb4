import { changesIn } from "../experiments/describe-recipe.ts";
import type { Result } from "./result.ts";

/** What tells whether two results are of the same recipe but for its protocol. */
type Described = Pick<
	Result,
	"corpora" | "split" | "adaptation" | "classifier" | "features" | "labels" | "notes"
>;

/**
 * The speaker-independent result of the recipe behind a random split: the same corpora, classes, features, copies of the
 * clips, classifiers and settings, so that only who is heard in training differs.
 *
 * @returns `undefined` for results of other splits, or where there is none.
 */
export function honestNeighbour<T extends Described>(
	result: Described,
	results: readonly T[],
): T | undefined {
	if (result.split !== "random") return undefined;
	const own = settingsOf(result);
	return results.find((other) => other.split === "speaker-independent" && settingsOf(other) === own);
}

function settingsOf(result: Described): string {
	const { corpora, adaptation, classifier, features, labels } = result;
	return JSON.stringify([
		[...corpora].sort(),
		adaptation.kind,
		adaptation.k,
		classifier,
		features,
		[...labels].sort(),
		changesIn(result),
	]);
}
