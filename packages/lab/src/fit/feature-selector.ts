import {
	type Dataset,
	type Estimator,
	type FeatureSelector,
	mrmr,
	permutationImportance,
	sequentialSelection,
	speakerFolds,
	subset,
} from "@undertone/learn";
import type { Recipe } from "../recipes/recipe.ts";

/** Speakers of the training part are dealt into so many groups; one is held out to choose features on. */
const groups = 4;

/**
 * How a recipe's features are chosen, from a training part alone.
 *
 * @param estimator - What the features are for; mRMR does not ask it.
 */
export function featureSelector(
	estimator: Estimator,
	select: NonNullable<Recipe["select"]>,
): FeatureSelector {
	switch (select.kind) {
		case "mrmr":
			return (data) => mrmr(data, Math.min(select.count, data.x.columns));
		case "permutation":
			return (data, seed) => mostMissed(estimator, data, select.count, seed);
		case "sequential":
			return async (data, seed) => {
				const candidates = mrmr(data, Math.min(select.candidates, data.x.columns));
				const steps = await sequentialSelection(estimator, data, { seed, most: select.count, candidates });
				return steps.reduce((best, step) => (step.uar > best.uar ? step : best)).columns;
			};
	}
}

/** The columns whose permutation costs the most on speakers that were held out. */
async function mostMissed(
	estimator: Estimator,
	data: Dataset,
	count: number,
	seed: number,
): Promise<number[]> {
	const speakers = data.groups ?? Array.from(data.y, (_, i) => String(i));
	const [fold] = speakerFolds(speakers, Math.min(groups, new Set(speakers).size), { seed });
	if (fold === undefined) return [];
	const model = await estimator.fit(subset(data, fold.train), { seed });
	const importances = await permutationImportance(model, subset(data, fold.test), { seed, repeats: 3 });
	return importances
		.toSorted((a, b) => b.decrease - a.decrease)
		.slice(0, count)
		.flatMap(({ columns }) => columns);
}
