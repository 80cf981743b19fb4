import { innerFolds } from "../classical/inner-folds.ts";
import { type Dataset, subset } from "../dataset.ts";
import type { Estimator } from "../estimator.ts";
import { uar } from "../metrics/classification.ts";
import { argmaxRows } from "../softmax.ts";
import { takeColumns } from "./with-features.ts";

/** What sequential selection found. */
export interface SelectionStep {
	/** Columns chosen so far, in the order of their choice. */
	readonly columns: readonly number[];
	/** UAR pooled over the inner folds. */
	readonly uar: number;
}

/** How {@link sequentialSelection} goes on. */
interface SequentialOptions {
	readonly seed: number;
	/** Most features chosen. */
	readonly most: number;
	readonly folds?: number;
	/** Columns to choose from; all by default. */
	readonly candidates?: readonly number[];
	/** Stops after this many steps without a better figure. */
	readonly patience?: number;
	readonly signal?: AbortSignal;
}

/**
 * Forward selection: again and again the feature that raises the UAR over inner folds most.
 *
 * Costs one fit for each candidate, fold and step: take a fast estimator and few candidates (from `mrmr`).
 *
 * @returns One entry a step; the best is the one with the highest figure.
 * @see Whitney (1971), doi:10.1109/T-C.1971.223410
 */
export async function sequentialSelection(
	estimator: Estimator,
	data: Dataset,
	{ seed, most, folds = 3, candidates, patience = 3, signal }: SequentialOptions,
): Promise<SelectionStep[]> {
	const parts = innerFolds(data, folds, seed).map(({ train, test }) => ({
		train: subset(data, train),
		test: subset(data, test),
	}));
	if (parts.length === 0) {
		throw new RangeError(
			"sequentialSelection: there must be at least two speakers for inner folds, got fewer.",
		);
	}
	const judge = async (columns: readonly number[]): Promise<number> => {
		const actual: number[] = [];
		const predicted: number[] = [];
		for (const { train, test } of parts) {
			const options = signal === undefined ? { seed } : { seed, signal };
			const model = await estimator.fit({ ...train, x: takeColumns(train.x, columns) }, options);
			actual.push(...test.y);
			predicted.push(...argmaxRows(await model.predict(takeColumns(test.x, columns))));
		}
		return uar(actual, predicted, data.labels.length);
	};
	const open = new Set(candidates ?? Array.from({ length: data.x.columns }, (_, c) => c));
	const steps: SelectionStep[] = [];
	let sinceBest = 0;
	while (open.size > 0 && steps.length < most && sinceBest < patience) {
		let best: { column: number; uar: number } | undefined;
		for (const column of open) {
			const figure = await judge([...(steps.at(-1)?.columns ?? []), column]);
			if (best === undefined || figure > best.uar) best = { column, uar: figure };
		}
		if (best === undefined) break;
		open.delete(best.column);
		const highest = Math.max(0, ...steps.map((step) => step.uar));
		sinceBest = best.uar > highest ? 0 : sinceBest + 1;
		steps.push({ columns: [...(steps.at(-1)?.columns ?? []), best.column], uar: best.uar });
	}
	return steps;
}
