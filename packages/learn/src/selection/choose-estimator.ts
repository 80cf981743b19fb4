import { innerFolds } from "../classical/inner-folds.ts";
import { checkDataset, type Dataset, subset } from "../dataset.ts";
import type { Estimator, FitOptions } from "../estimator.ts";
import { uar } from "../metrics/classification.ts";
import { argmaxRows } from "../softmax.ts";

/** One of the estimators to choose from, and its name for readers. */
export interface EstimatorChoice {
	readonly name: string;
	readonly estimator: Estimator;
}

/**
 * An estimator that first chooses among several, by the UAR pooled over inner groups of the training speakers, and then
 * fits the best on all of the training part. Of equals the first is taken.
 *
 * With fewer than two speakers nothing can be compared, and the first is taken too.
 *
 * @param options.folds - Inner groups of speakers.
 * @returns Models of the one that was chosen; their summary names it as `chosen`.
 * @throws {RangeError} If there is nothing to choose from.
 * @see Cawley & Talbot (2010), Journal of Machine Learning Research 11
 *
 * @example
 * chooseEstimator([{ name: "svm", estimator: svm() }, { name: "lda", estimator: linearDiscriminant() }])
 */
export function chooseEstimator(
	choices: readonly EstimatorChoice[],
	{ folds = 3 }: { readonly folds?: number } = {},
): Estimator {
	const [first] = choices;
	if (first === undefined) {
		throw new RangeError("chooseEstimator: there must be at least one estimator to choose from, got none.");
	}
	return {
		name: first.estimator.name,
		fit: async (data, options) => {
			checkDataset(data, first.estimator.name);
			let best = first;
			let highest = Number.NEGATIVE_INFINITY;
			for (const choice of choices.length === 1 ? [] : choices) {
				const figure = await judge(choice.estimator, data, folds, options);
				if (figure > highest) [best, highest] = [choice, figure];
			}
			const model = await best.estimator.fit(data, options);
			return { ...model, summary: { ...model.summary, chosen: best.name } };
		},
	};
}

/** UAR on speakers that were left out, all groups together; the validation part has no say. */
async function judge(
	estimator: Estimator,
	data: Dataset,
	folds: number,
	{ seed, signal, sampleWeights }: FitOptions,
): Promise<number> {
	const actual: number[] = [];
	const predicted: number[] = [];
	for (const { train, test } of innerFolds(data, folds, seed)) {
		const model = await estimator.fit(subset(data, train), {
			seed,
			...(signal === undefined ? {} : { signal }),
			...(sampleWeights === undefined
				? {}
				: { sampleWeights: Float32Array.from(train, (i) => sampleWeights[i] as number) }),
		});
		const part = subset(data, test);
		actual.push(...part.y);
		predicted.push(...argmaxRows(await model.predict(part.x)));
	}
	return actual.length === 0 ? 0 : uar(actual, predicted, data.labels.length);
}
