/**
 * What a predictor leaves of a signal: out[n] = Σ a[k] x[n − k], zeros standing before the signal.
 *
 * Four samples at a time, each summed in the order of k: one sum would wait for itself at every addition.
 *
 * @param a - The inverse filter, shape `[order + 1]`.
 * @param from - The first n.
 * @param to - The n behind the last.
 */
export function predictionError(
	x: Float64Array,
	a: Float64Array,
	out: Float64Array,
	from = 0,
	to = x.length,
): void {
	const order = a.length - 1;
	const one = (n: number): number => {
		let sum = 0;
		for (let k = 0; k <= order && k <= n; k++) sum += (a[k] as number) * (x[n - k] as number);
		return sum;
	};
	let n = from;
	for (; n < Math.min(order, to); n++) out[n] = one(n);
	for (; n + 3 < to; n += 4) {
		let s0 = 0;
		let s1 = 0;
		let s2 = 0;
		let s3 = 0;
		// The samples beside x[n − k], which move on as k grows.
		let x1 = x[n + 1] as number;
		let x2 = x[n + 2] as number;
		let x3 = x[n + 3] as number;
		for (let k = 0; k <= order; k++) {
			const weight = a[k] as number;
			const x0 = x[n - k] as number;
			s0 += weight * x0;
			s1 += weight * x1;
			s2 += weight * x2;
			s3 += weight * x3;
			x3 = x2;
			x2 = x1;
			x1 = x0;
		}
		out[n] = s0;
		out[n + 1] = s1;
		out[n + 2] = s2;
		out[n + 3] = s3;
	}
	for (; n < to; n++) out[n] = one(n);
}
