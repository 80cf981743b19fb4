/**
 * Lower triangle L of a symmetric positive definite matrix: A = L Lᵀ.
 *
 * @param a - Shape `[n, n]`, row-major; only the lower triangle is read.
 * @throws {RangeError} If it is not positive definite.
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
	const l = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = a[i * n + j] as number;
			for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
			if (i !== j) {
				l[i * n + j] = sum / (l[j * n + j] as number);
				continue;
			}
			if (!(sum > 0)) {
				throw new RangeError(
					`cholesky: the matrix must be positive definite, but pivot ${i} is ${sum}. Add some shrinkage.`,
				);
			}
			l[i * n + i] = Math.sqrt(sum);
		}
	}
	return l;
}

/** Solves L Lᵀ x = b. */
export function solveCholesky(l: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
	const x = solveLower(l, n, b);
	for (let i = n - 1; i >= 0; i--) {
		let sum = x[i] as number;
		for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] as number) * (x[k] as number);
		x[i] = sum / (l[i * n + i] as number);
	}
	return x;
}

/** Solves L x = b. */
export function solveLower(l: Float64Array, n: number, b: ArrayLike<number>): Float64Array {
	const x = Float64Array.from(b);
	for (let i = 0; i < n; i++) {
		let sum = x[i] as number;
		for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (x[k] as number);
		x[i] = sum / (l[i * n + i] as number);
	}
	return x;
}

/** (L⁻¹)ᵀ, shape `[n, n]`: a row vector times it is L⁻¹ times the column. */
export function invertLowerTransposed(l: Float64Array, n: number): Float64Array {
	// Row j holds column j of L⁻¹, so that every inner loop runs along rows.
	const columns = new Float64Array(n * n);
	for (let j = 0; j < n; j++) {
		columns[j * n + j] = 1 / (l[j * n + j] as number);
		for (let i = j + 1; i < n; i++) {
			columns[j * n + i] = -product(l, i * n + j, columns, j * n + j, i - j) / (l[i * n + i] as number);
		}
	}
	return columns;
}

/** (L Lᵀ)⁻¹, shape `[n, n]`. */
export function invertCholesky(l: Float64Array, n: number): Float64Array {
	const columns = invertLowerTransposed(l, n);
	const inverse = new Float64Array(n * n);
	for (let a = 0; a < n; a++) {
		for (let b = 0; b <= a; b++) {
			const sum = product(columns, a * n + a, columns, b * n + a, n - a);
			inverse[a * n + b] = sum;
			inverse[b * n + a] = sum;
		}
	}
	return inverse;
}

/** Σ a[i + k] b[j + k] for k < n, in four sums that do not wait for each other. */
function product(a: Float64Array, i: number, b: Float64Array, j: number, n: number): number {
	let s0 = 0;
	let s1 = 0;
	let s2 = 0;
	let s3 = 0;
	let k = 0;
	for (; k + 3 < n; k += 4) {
		s0 += (a[i + k] as number) * (b[j + k] as number);
		s1 += (a[i + k + 1] as number) * (b[j + k + 1] as number);
		s2 += (a[i + k + 2] as number) * (b[j + k + 2] as number);
		s3 += (a[i + k + 3] as number) * (b[j + k + 3] as number);
	}
	for (; k < n; k++) s0 += (a[i + k] as number) * (b[j + k] as number);
	return s0 + s1 + s2 + s3;
}
