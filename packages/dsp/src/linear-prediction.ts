/**
 * Linear prediction by the autocorrelation method (Levinson's recursion).
 *
 * @param frame - Windowed samples, shape `[n]`.
 * @param order - Number of coefficients after the leading 1, at least 1.
 * @returns The inverse filter A(z) = 1 + a[1] z⁻¹ + …, shape `[order + 1]`; just the 1 for a silent frame.
 * @see Makhoul (1975), doi:10.1109/PROC.1975.9792
 *
 * @example
 * linearPrediction(Float64Array.of(1, 0.5, 0.25, 0.125, 0.0625), 1)[1] // => about -0.5
 */
export function linearPrediction(frame: Float64Array, order: number): Float64Array {
	const r = autocorrelation(frame, order);
	const a = new Float64Array(order + 1);
	a[0] = 1;
	// A hair of noise keeps a pure tone from dividing by nothing.
	let error = (r[0] as number) * (1 + 1e-9);
	if (!(error > 0)) return a;
	const before = new Float64Array(order + 1);
	for (let m = 1; m <= order; m++) {
		let sum = 0;
		for (let i = 0; i < m; i++) sum += (a[i] as number) * (r[m - i] as number);
		const k = -sum / error;
		before.set(a);
		for (let i = 1; i <= m; i++) a[i] = (before[i] as number) + k * (before[m - i] as number);
		error *= 1 - k * k;
		if (!(error > 0)) break;
	}
	return a;
}

/** Lags 0 … order, four at a time: one sum would wait for itself at every addition. */
function autocorrelation(frame: Float64Array, order: number): Float64Array {
	const n = frame.length;
	const r = new Float64Array(order + 1);
	for (let lag = 0; lag <= order; lag += 4) {
		let a = 0;
		let b = 0;
		let c = 0;
		let d = 0;
		for (let i = lag; i < Math.min(n, lag + 3); i++) {
			const x = frame[i] as number;
			a += x * (frame[i - lag] as number);
			if (i > lag) b += x * (frame[i - lag - 1] as number);
			if (i > lag + 1) c += x * (frame[i - lag - 2] as number);
		}
		// The samples one, two and three before frame[i − lag], which move on with i.
		let x1 = frame[2] as number;
		let x2 = frame[1] as number;
		let x3 = frame[0] as number;
		for (let i = lag + 3; i < n; i++) {
			const x = frame[i] as number;
			const x0 = frame[i - lag] as number;
			a += x * x0;
			b += x * x1;
			c += x * x2;
			d += x * x3;
			x3 = x2;
			x2 = x1;
			x1 = x0;
		}
		for (const [k, sum] of [a, b, c, d].entries()) if (lag + k <= order) r[lag + k] = sum;
	}
	return r;
}
