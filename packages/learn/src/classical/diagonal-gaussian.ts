/** A Gaussian with its own variance for every feature. */
export interface DiagonalGaussian {
	readonly logWeight: number;
	readonly mean: Float64Array;
	readonly variance: Float64Array;
	/** 1 / variance. */
	readonly precision: Float64Array;
	/** −½ Σ log variance. */
	readonly logScale: number;
}

/** A Gaussian with what its density needs computed once. */
export function diagonalGaussian(
	logWeight: number,
	mean: Float64Array,
	variance: Float64Array,
): DiagonalGaussian {
	const logScale = -0.5 * variance.reduce((sum, v) => sum + Math.log(v), 0);
	return { logWeight, mean, variance, precision: variance.map((v) => 1 / v), logScale };
}

/** log(weight · N(x; mean, variance)), the factor (2π)^(−f/2) left out since all share it. */
export function logDensity(
	{ logWeight, logScale, mean, precision }: DiagonalGaussian,
	x: Float32Array | Float64Array,
): number {
	let sum = 0;
	for (let i = 0; i < mean.length; i++) {
		const d = (x[i] as number) - (mean[i] as number);
		sum += d * d * (precision[i] as number);
	}
	return logWeight + logScale - 0.5 * sum;
}

/** log Σ exp, without overflow; −∞ for none. */
export function logSumExp(values: ArrayLike<number>): number {
	let highest = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
	if (highest === Number.NEGATIVE_INFINITY) return highest;
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
	return highest + Math.log(sum);
}
