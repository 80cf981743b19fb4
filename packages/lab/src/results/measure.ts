import { type Emotion, matrixFromRows } from "@undertone/core";
import {
	accuracy,
	bootstrapInterval,
	brier,
	expectedCalibrationError,
	f1,
	macroAverage,
	precision,
	uar,
} from "@undertone/learn";
import type { Metric, StoredPrediction } from "./result.ts";

/** Figures of stored predictions, with what their intervals were drawn over. */
export interface Measured {
	readonly metrics: Record<string, Metric>;
	readonly intervals: "speakers" | "clips";
}

/**
 * Every figure that is printed of a set of predictions: each is computed once over the pooled predictions of
 * all folds of a repeat, and averaged over repeats; intervals are a bootstrap over speakers.
 *
 * @param labels - The classes tested; a prediction outside them is an error.
 */
export function measure(predictions: readonly StoredPrediction[], labels: readonly Emotion[]): Measured {
	const actual = predictions.map((row) => labels.indexOf(row.actual));
	const predicted = predictions.map((row) => labels.indexOf(row.predicted));
	const repeats = predictions.map((row) => row.repeat);
	const speakers = predictions.map((row) => `${row.corpus}/${row.speaker}`);
	const perRepeat =
		(figure: (a: number[], p: number[], rows: number[]) => number) =>
		(indices: Int32Array): number => {
			const groups = new Map<number, number[]>();
			for (const i of indices) {
				const repeat = repeats[i] as number;
				const group = groups.get(repeat);
				if (group === undefined) groups.set(repeat, [i]);
				else group.push(i);
			}
			return macroAverage(
				[...groups.values()].map((rows) =>
					figure(
						rows.map((i) => actual[i] as number),
						rows.map((i) => predicted[i] as number),
						rows,
					),
				),
			);
		};
	const k = labels.length;
	const scoresOf = (rows: number[]) =>
		matrixFromRows(rows.map((i) => (predictions[i] as StoredPrediction).scores));
	const figures: Record<string, (a: number[], p: number[], rows: number[]) => number> = {
		uar: (a, p) => uar(a, p, k),
		accuracy: (a, p) => accuracy(a, p),
		precision: (a, p) => macroAverage(precision(a, p, k)),
		f1: (a, p) => macroAverage(f1(a, p, k)),
		ece: (a, _, rows) => expectedCalibrationError(scoresOf(rows), a),
		brier: (a, _, rows) => brier(scoresOf(rows), a),
	};
	const metrics: Record<string, Metric> = {};
	let intervals: "speakers" | "clips" = "speakers";
	for (const [name, figure] of Object.entries(figures)) {
		const draws = name === "ece" || name === "brier" ? 200 : 1000;
		const { value, low, high, over } = bootstrapInterval(perRepeat(figure), speakers, { draws });
		metrics[name] = { value: round(value), low: round(low), high: round(high) };
		intervals = over;
	}
	return { metrics, intervals };
}

function round(value: number): number {
	return Math.round(value * 1e5) / 1e5;
}
