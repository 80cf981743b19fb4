import type { Matrix } from "@undertone/core";

/**
 * Orthonormal DCT-II along each row, the first coefficients only (SciPy's `dct(type=2, norm="ortho")`).
 *
 * @param matrix - Shape `[rows, n]`.
 * @param count - How many coefficients to keep, at most n.
 * @returns Shape `[rows, count]`.
 * @throws {RangeError} If `count > n`.
 */
export function dct(matrix: Matrix, count: number): Matrix & { readonly data: Float64Array } {
	const n = matrix.columns;
	if (count > n) throw new RangeError(`dct: count must be at most the row length ${n}, got ${count}.`);
	const basis = dctBasis(n, count);
	const data = new Float64Array(matrix.rows * count);
	for (let r = 0; r < matrix.rows; r++) {
		const from = r * n;
		for (let k = 0; k < count; k++) {
			let sum = 0;
			const at = k * n;
			for (let i = 0; i < n; i++) sum += (basis[at + i] as number) * (matrix.data[from + i] as number);
			data[r * count + k] = sum;
		}
	}
	return { rows: matrix.rows, columns: count, data };
}

/** Rows of the orthonormal DCT-II matrix, shape `[count, n]`. */
function dctBasis(n: number, count: number): Float64Array {
	const basis = new Float64Array(count * n);
	for (let k = 0; k < count; k++) {
		const scale = Math.sqrt((k === 0 ? 1 : 2) / n);
		for (let i = 0; i < n; i++) basis[k * n + i] = scale * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n));
	}
	return basis;
}
