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
	const x = Float64Array.from(b);
	for (let i = 0; i < n; i++) {
		let sum = x[i] as number;
		for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (x[k] as number);
		x[i] = sum / (l[i * n + i] as number);
	}
	for (let i = n - 1; i >= 0; i--) {
		let sum = x[i] as number;
		for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] as number) * (x[k] as number);
		x[i] = sum / (l[i * n + i] as number);
	}
	return x;
}
