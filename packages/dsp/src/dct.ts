import type { Matrix } from "@undertone/core";
import { createRowMultiplier, type RowMultiplier } from "./row-multiplier.ts";

const plans = new Map<string, RowMultiplier>();

/**
 * Orthonormal DCT-II along each row, the first coefficients only (SciPy's `dct(type=2, norm="ortho")`).
 *
 * @param matrix - Shape `[rows, n]`.
 * @param count - How many coefficients to keep, at most n.
 * @returns Shape `[rows, count]`.
 * @throws {RangeError} If `count > n`.
 */
export function dct(matrix: Matrix, count: number): Matrix & { readonly data: Float64Array } {
	const { rows, columns, data } = matrix;
	return { rows, columns: count, data: dctPlan(columns, count)(data, rows) };
}

/**
 * {@link dct} of rows of `n` numbers, made once for each pair.
 *
 * @throws {RangeError} If `count > n`.
 */
export function dctPlan(n: number, count: number): RowMultiplier {
	if (count > n) throw new RangeError(`dct: count must be at most the row length ${n}, got ${count}.`);
	const key = `${n}:${count}`;
	let plan = plans.get(key);
	if (plan === undefined) {
		plan = createRowMultiplier(dctBasis(n, count), n, count);
		plans.set(key, plan);
	}
	return plan;
}

/** Columns of the orthonormal DCT-II, shape `[n, count]`. */
function dctBasis(n: number, count: number): Float64Array {
	const basis = new Float64Array(count * n);
	for (let k = 0; k < count; k++) {
		const scale = Math.sqrt((k === 0 ? 1 : 2) / n);
		for (let i = 0; i < n; i++)
			basis[i * count + k] = scale * Math.cos((Math.PI * k * (2 * i + 1)) / (2 * n));
	}
	return basis;
}
