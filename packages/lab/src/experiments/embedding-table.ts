import { compareResults } from "../compare/compare-results.ts";
import { percent } from "../report/percent.ts";
import type { Metric, Result } from "../results/result.ts";

/** Dimensions of the vectors that are compared. */
export const embeddingSizes = [10, 25, 50, 100, 200] as const;

/** Id of a stored result: what classifies vectors of so many dimensions. */
export function embeddingId(kind: "plda" | "svm-linear" | "svm-rbf", dimensions: number): string {
	return `ivector-${kind}-${dimensions}`;
}

/**
 * PLDA and SVM on the same i-vectors, a row a dimension, from stored results; the heading first.
 *
 * @param folder - Of the results.
 * @throws {UndertoneError} `file-not-found` if one of them is not stored.
 */
export async function embeddingTable(folder: string): Promise<string[][]> {
	const rows = [
		["UAR (95 %)", "PLDA", "SVM, linear", "SVM, RBF", "PLDA − linear, points", "PLDA − RBF, points"],
	];
	for (const size of embeddingSizes) {
		const ids = [
			embeddingId("plda", size),
			embeddingId("svm-linear", size),
			embeddingId("svm-rbf", size),
		] as const;
		const compared = await compareResults(folder, ids);
		const results = [compared[0]?.first, ...compared.map(({ second }) => second)];
		rows.push([
			`${size} dimensions`,
			...results.map((result) => range((result as Result).metrics.uar as Metric)),
			...compared.map(
				({ difference: { value, low, high } }) => `${points(value)} (${points(low)} to ${points(high)})`,
			),
		]);
	}
	return rows;
}

function range({ value, low, high }: Metric): string {
	return `${percent(value)} (${percent(low)}–${percent(high)})`;
}

/** Percentage points with their sign. */
function points(share: number): string {
	const rounded = (100 * share).toFixed(1);
	return rounded.startsWith("-") ? `−${rounded.slice(1)}` : `+${rounded}`;
}
