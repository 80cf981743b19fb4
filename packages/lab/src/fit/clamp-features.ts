import type { Matrix } from "@undertone/core";
import { fitScaler, takeRows } from "@undertone/learn";
import type { AdaptedFold } from "../adapt/adapt-fold.ts";

/** The least and the greatest value that a model is shown of every feature. */
export interface FeatureBounds {
	readonly low: Float32Array;
	readonly high: Float32Array;
}

/** Bounds at so many deviations from the mean of some rows; a feature that does not vary keeps its value. */
export function featureBounds(x: Matrix, deviations: number): FeatureBounds {
	const { mean, deviation } = fitScaler(x);
	return {
		low: Float32Array.from(mean, (value, j) => value - deviations * (deviation[j] as number)),
		high: Float32Array.from(mean, (value, j) => value + deviations * (deviation[j] as number)),
	};
}

/** A matrix with every number within its bounds; NaN stays NaN. */
export function clampFeatures({ rows, columns, data }: Matrix, { low, high }: FeatureBounds): Matrix {
	const clamped = Float32Array.from(data, (value, i) => {
		const j = i % columns;
		if (value < (low[j] as number)) return low[j] as number;
		return value > (high[j] as number) ? (high[j] as number) : value;
	});
	return { rows, columns, data: clamped };
}

/**
 * A fold whose features lie within bounds of its training part, so that a recording unlike the training's cannot push
 * a score beyond all measure.
 *
 * @param deviations - See {@link featureBounds}.
 */
export function clampFold(fold: AdaptedFold, train: Int32Array, deviations: number): AdaptedFold {
	const { clips } = fold;
	const bounds = featureBounds(takeRows(clips.data.x, train), deviations);
	const clamp = (x: Matrix): Matrix => clampFeatures(x, bounds);
	const versions = clips.versions.map(clamp);
	return {
		...fold,
		clips: { ...clips, versions, data: { ...clips.data, x: versions[0] as Matrix } },
		asTested: clamp(fold.asTested),
		testX: clamp(fold.testX),
	};
}
