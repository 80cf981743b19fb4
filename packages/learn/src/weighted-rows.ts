import { type Dataset, subset } from "./dataset.ts";

/** A dataset without its rows of weight 0, and the weights of the others. */
export interface WeightedRows {
	readonly data: Dataset;
	readonly weights: Float64Array;
}

/** Leaves out what weighs nothing, so that it cannot be drawn, counted or remembered. */
export function weightedRows(data: Dataset, sampleWeights: Float32Array | undefined): WeightedRows {
	const kept: number[] = [];
	for (let i = 0; i < data.y.length; i++) if ((sampleWeights?.[i] ?? 1) > 0) kept.push(i);
	return {
		data: kept.length === data.y.length ? data : subset(data, kept),
		weights: Float64Array.from(kept, (i) => sampleWeights?.[i] ?? 1),
	};
}
