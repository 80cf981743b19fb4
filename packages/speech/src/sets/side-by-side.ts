import type { Matrix } from "@undertone/core";

/** Joins contours and matrices of one number of frames column by column. */
export function sideBySide(
	parts: readonly (Float64Array | Matrix)[],
): Matrix & { readonly data: Float64Array } {
	const matrices = parts.map((part) =>
		part instanceof Float64Array ? { rows: part.length, columns: 1, data: part } : part,
	);
	const rows = matrices[0]?.rows ?? 0;
	const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
	const data = new Float64Array(rows * columns);
	let at = 0;
	for (const matrix of matrices) {
		for (let r = 0; r < rows; r++) {
			for (let c = 0; c < matrix.columns; c++) {
				data[r * columns + at + c] = matrix.data[r * matrix.columns + c] as number;
			}
		}
		at += matrix.columns;
	}
	return { rows, columns, data };
}
