/** Eigenvalues, largest first, and unit eigenvectors (column k of the `[n, n]` matrix belongs to value k). */
export interface Eigen {
	readonly values: Float64Array;
	readonly vectors: Float64Array;
}

/**
 * Eigenvalues and vectors of a small symmetric matrix by Jacobi rotations.
 *
 * @param a - Shape `[n, n]`; not changed.
 * @see Golub & Van Loan (2013), Matrix computations, 8.5
 */
export function symmetricEigen(a: Float64Array, n: number): Eigen {
	const m = a.slice();
	const v = new Float64Array(n * n);
	for (let i = 0; i < n; i++) v[i * n + i] = 1;
	const get = (matrix: Float64Array, r: number, c: number): number => matrix[r * n + c] as number;
	for (let sweep = 0; sweep < 60; sweep++) {
		let off = 0;
		for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += get(m, i, j) ** 2;
		if (off < 1e-24) break;
		for (let p = 0; p < n - 1; p++) {
			for (let q = p + 1; q < n; q++) {
				const apq = get(m, p, q);
				if (Math.abs(apq) < 1e-300) continue;
				const theta = (get(m, q, q) - get(m, p, p)) / (2 * apq);
				const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
				const c = 1 / Math.sqrt(t * t + 1);
				const s = t * c;
				for (let k = 0; k < n; k++) {
					const [kp, kq] = [get(m, k, p), get(m, k, q)];
					m[k * n + p] = c * kp - s * kq;
					m[k * n + q] = s * kp + c * kq;
				}
				for (let k = 0; k < n; k++) {
					const [pk, qk] = [get(m, p, k), get(m, q, k)];
					m[p * n + k] = c * pk - s * qk;
					m[q * n + k] = s * pk + c * qk;
					const [vp, vq] = [get(v, k, p), get(v, k, q)];
					v[k * n + p] = c * vp - s * vq;
					v[k * n + q] = s * vp + c * vq;
				}
			}
		}
	}
	const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => get(m, j, j) - get(m, i, i));
	const vectors = new Float64Array(n * n);
	for (const [k, from] of order.entries()) for (let r = 0; r < n; r++) vectors[r * n + k] = get(v, r, from);
	return { values: Float64Array.from(order, (i) => get(m, i, i)), vectors };
}
