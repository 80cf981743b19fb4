import type { Matrix } from "@undertone/core";

/** Means and pooled scatter of classes. */
export interface ClassStatistics {
	/** Sum of weights of every class. */
	readonly totals: Float64Array;
	/** Shape `[classes, features]`; zeros for a class without samples. */
	readonly means: Float64Array;
	/** Pooled covariance within the classes, shape `[features, features]`. */
	readonly within: Float64Array;
}

/** Weighted means of the classes and the covariance around them. */
export function classStatistics(
	{ rows, columns: f, data }: Matrix,
	y: ArrayLike<number>,
	classes: number,
	weights?: ArrayLike<number>,
): ClassStatistics {
	const totals = new Float64Array(classes);
	const means = new Float64Array(classes * f);
	for (let r = 0; r < rows; r++) {
		const c = y[r] as number;
		const w = weights?.[r] ?? 1;
		totals[c] = (totals[c] as number) + w;
		for (let i = 0; i < f; i++) {
			means[c * f + i] = (means[c * f + i] as number) + w * (data[r * f + i] as number);
		}
	}
	for (let c = 0; c < classes; c++) {
		const total = totals[c] as number;
		if (total > 0) for (let i = 0; i < f; i++) means[c * f + i] = (means[c * f + i] as number) / total;
	}
	const within = new Float64Array(f * f);
	const line = new Float64Array(f);
	for (let r = 0; r < rows; r++) {
		const w = weights?.[r] ?? 1;
		if (w === 0) continue;
		const at = (y[r] as number) * f;
		for (let i = 0; i < f; i++) line[i] = (data[r * f + i] as number) - (means[at + i] as number);
		for (let i = 0; i < f; i++) {
			const value = w * (line[i] as number);
			const to = i * f;
			for (let j = 0; j <= i; j++) within[to + j] = (within[to + j] as number) + value * (line[j] as number);
		}
	}
	const sum = totals.reduce((a, b) => a + b, 0);
	for (let i = 0; i < f; i++) {
		for (let j = 0; j <= i; j++) {
			const value = (within[i * f + j] as number) / sum;
			within[i * f + j] = value;
			within[j * f + i] = value;
		}
	}
	return { totals, means, within };
}
