/** x(n) is predicted by −Σ a(k) x(n − k). */
export interface LinearPrediction {
	/** a(1) … a(order), shape `[order]`; all 0 for silence. */
	readonly coefficients: Float64Array;
	/** Power of what the prediction leaves, per sample of the frame. */
	readonly error: number;
}

/**
 * Linear prediction by the autocorrelation method (Levinson and Durbin), whose filter is always stable.
 *
 * @param frame - Samples, windowed by the caller, shape `[n]`.
 * @param order - At least 1, below n.
 * @throws {RangeError} If `order` is not in [1, n).
 * @see Makhoul (1975), doi:10.1109/PROC.1975.9792
 */
export function lpc(frame: ArrayLike<number>, order: number): LinearPrediction {
	const n = frame.length;
	if (!(Number.isInteger(order) && order >= 1 && order < n)) {
		throw new RangeError(`lpc: order must be an integer in [1, ${n}), the frame's length, got ${order}.`);
	}
	const r = Float64Array.from({ length: order + 1 }, (_, lag) => {
		let sum = 0;
		for (let i = lag; i < n; i++) sum += (frame[i] as number) * (frame[i - lag] as number);
		return sum;
	});
	const a = new Float64Array(order);
	const previous = new Float64Array(order);
	let error = r[0] as number;
	for (let m = 0; m < order && error > 0; m++) {
		let sum = r[m + 1] as number;
		for (let k = 0; k < m; k++) sum += (a[k] as number) * (r[m - k] as number);
		const reflection = -sum / error;
		previous.set(a);
		for (let k = 0; k < m; k++) a[k] = (previous[k] as number) + reflection * (previous[m - 1 - k] as number);
		a[m] = reflection;
		error *= 1 - reflection * reflection;
	}
	return { coefficients: a, error: Math.max(0, error) / n };
}
