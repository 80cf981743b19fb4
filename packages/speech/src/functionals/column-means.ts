import type { Matrix } from "@undertone/core";

/**
 * Mean of every column over the rows.
 *
 * @returns Shape `[columns]`; NaN for a matrix without rows.
 */
export function columnMeans(matrix: Matrix): Float64Array {
	const means = new Float64Array(matrix.columns);
	for (let r = 0; r < matrix.rows; r++) {
		const at = r * matrix.columns;
		for (let c = 0; c < matrix.columns; c++)
			means[c] = (means[c] as number) + (matrix.data[at + c] as number);
	}
	return means.map((sum) => sum / matrix.rows);
}
