/** Numbers in rows, row-major: a row is a frame or a sample (librosa's layout, transposed). */
export interface Matrix {
	readonly rows: number;
	readonly columns: number;
	/** Length `rows * columns`; element (r, c) is at `r * columns + c`. */
	readonly data: Float32Array | Float64Array;
}

/** A matrix of zeros in single precision. */
export function zeros(rows: number, columns: number): Matrix & { readonly data: Float32Array } {
	return { rows, columns, data: new Float32Array(rows * columns) };
}

/** A view of row `r`, shape `[columns]`; writing to it writes to the matrix. */
export function row(matrix: Matrix, r: number): Float32Array | Float64Array {
	return matrix.data.subarray(r * matrix.columns, (r + 1) * matrix.columns);
}

/**
 * A matrix from rows of equal length.
 *
 * @throws {RangeError} If the rows differ in length.
 */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix & { readonly data: Float32Array } {
	const columns = rows[0]?.length ?? 0;
	const matrix = zeros(rows.length, columns);
	for (const [r, values] of rows.entries()) {
		if (values.length !== columns) {
			throw new RangeError(
				`matrixFromRows: rows must have one length, row 0 has ${columns} and row ${r} has ${values.length}.`,
			);
		}
		matrix.data.set(values, r * columns);
	}
	return matrix;
}

/** Index of the highest value; the first of equals. */
export function argmax(values: ArrayLike<number>): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
	return best;
}
