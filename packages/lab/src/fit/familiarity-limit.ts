import { type Matrix, row } from "@undertone/core";
import type { Scaler } from "@undertone/learn";
import { unfamiliarity } from "@undertone/recognize";

/** Share of the training clips that lie too far out to be called familiar. */
const unfamiliarShare = 0.005;

/**
 * The distance that all but the farthest of the clips that a model learns from keep within.
 *
 * @param x - Their features, shape `[clips, f]`.
 * @param scaler - Their mean and deviation.
 */
export function familiarityLimit(x: Matrix, { mean, deviation }: Scaler): number {
	const normalisation = { mean: [...mean], deviation: [...deviation] };
	const distances = Float64Array.from({ length: x.rows }, (_, r) => unfamiliarity(row(x, r), normalisation));
	const within = distances.filter((value) => !Number.isNaN(value)).sort();
	return Math.round(1000 * (within[Math.floor((1 - unfamiliarShare) * within.length)] ?? 1)) / 1000;
}
