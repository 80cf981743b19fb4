import type { ResultDetail } from "@undertone/api";
import { matrixFromRows } from "@undertone/core";
import {
	type ClipTable,
	groupGaps,
	type Result,
	type StoredPrediction,
	toldByNames,
} from "@undertone/lab/results";
import { confusionMatrix, coverageAccuracy, f1, precision, recall, reliabilityBins } from "@undertone/learn";

/** Points of the coverage curve that are worth sending. */
const coveragePoints = 50;

/**
 * What the stored predictions of a result show; repeats are pooled, numbers of clips count them once.
 *
 * @param clipTable - Median F0 of clips, by which groups are told.
 */
export function resultTables(
	{ labels }: Pick<Result, "labels">,
	predictions: readonly StoredPrediction[],
	clipTable: ClipTable,
): ResultDetail["tables"] {
	const k = labels.length;
	const repeats = Math.max(1, new Set(predictions.map((row) => row.repeat)).size);
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const scores = matrixFromRows(predictions.map((row) => row.scores));
	const { counts, totals } = confusionMatrix(actual, predicted, k);
	const columns = {
		precision: precision(actual, predicted, k),
		recall: recall(actual, predicted, k),
		f1: f1(actual, predicted, k),
	};
	const clips = (rows: number): number => Math.round(rows / repeats);
	return {
		confusion: counts,
		perClass: labels.map((label, c) => ({
			label,
			n: clips(totals[c] ?? 0),
			precision: finite(columns.precision[c]),
			recall: finite(columns.recall[c]),
			f1: finite(columns.f1[c]),
		})),
		reliability: reliabilityBins(scores, actual).map(({ count, confidence, accuracy }) => ({
			n: count,
			confidence,
			accuracy,
		})),
		coverage: thin(coverageAccuracy(scores, actual), coveragePoints),
		groups: groupGaps(predictions, toldByNames(predictions, clipTable)).map(({ by, groups, untold }) => ({
			by,
			groups: [...groups],
			untold: [...untold],
		})),
	};
}

function finite(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value;
}

/** Every so manieth item, with the first and the last. */
function thin<T>(items: readonly T[], most: number): T[] {
	if (items.length <= most) return [...items];
	return Array.from(
		{ length: most },
		(_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))] as T,
	);
}
