import { createRandom, type Emotion, zeros } from "@undertone/core";
import { bootstrapInterval, expectedCalibrationError, macroAverage } from "@undertone/learn";
import type { Metric, StoredPrediction } from "./result.ts";

/** Figures of stored predictions, with what their intervals were drawn over. */
export interface Measured {
	readonly metrics: Record<string, Metric>;
	readonly intervals: "speakers" | "clips";
}

/** How often each class was taken for each, `[actual · k + predicted]`, and by how many in all. */
interface Confusion {
	readonly counts: Float64Array;
	/** Samples of each class, those predicted as none of the classes included. */
	readonly totals: Float64Array;
}

/**
 * Every figure that is printed of a set of predictions: each is computed once over the pooled predictions of
 * all folds of a repeat, and averaged over repeats; intervals are a bootstrap over speakers.
 *
 * @param labels - In the order of the scores. A prediction outside them is an error, as is one of a class that no
 *   prediction is of; means over classes are over those that occur.
 * @param options.draws - Of the bootstrap (at most 200 for the calibration error).
 */
export function measure(
	predictions: readonly StoredPrediction[],
	labels: readonly Emotion[],
	{ draws: most = 1000 }: { readonly draws?: number } = {},
): Measured {
	const k = labels.length;
	const actual = Int32Array.from(predictions, (row) => labels.indexOf(row.actual));
	const predicted = Int32Array.from(predictions, (row) => labels.indexOf(row.predicted));
	const names = [...new Set(predictions.map((row) => row.repeat))];
	const repeats = Int32Array.from(predictions, (row) => names.indexOf(row.repeat));
	const speakers = predictions.map((row) => `${row.corpus}/${row.speaker}`);

	const ofConfusion =
		(figure: (confusion: Confusion) => number) =>
		(indices: Int32Array): number => {
			const confusions = names.map(() => ({ counts: new Float64Array(k * k), totals: new Float64Array(k) }));
			for (const i of indices) {
				const { counts, totals } = confusions[repeats[i] as number] as Confusion;
				const a = actual[i] as number;
				const p = predicted[i] as number;
				totals[a] = (totals[a] as number) + 1;
				if (p >= 0) counts[a * k + p] = (counts[a * k + p] as number) + 1;
			}
			return macroAverage(confusions.map(figure));
		};
	const ofScores =
		(figure: (rows: readonly number[]) => number) =>
		(indices: Int32Array): number => {
			const rows: number[][] = names.map(() => []);
			for (const i of indices) rows[repeats[i] as number]?.push(i);
			return macroAverage(rows.filter((group) => group.length > 0).map(figure));
		};
	const figures: Record<string, (indices: Int32Array) => number> = {
		uar: ofConfusion((confusion) => macroAverage(recalls(confusion, k))),
		accuracy: ofConfusion(({ counts, totals }) => diagonal(counts, k) / sum(totals)),
		precision: ofConfusion((confusion) => macroAverage(precisions(confusion, k))),
		f1: ofConfusion((confusion) => macroAverage(f1s(confusion, k))),
		ece: ofScores((rows) => calibrationError(predictions, rows, actual, k)),
		brier: ofScores((rows) => brierScore(predictions, rows, actual)),
	};
	const metrics: Record<string, Metric> = {};
	let intervals: "speakers" | "clips" = "speakers";
	for (const [name, figure] of Object.entries(figures)) {
		const draws = name === "ece" ? Math.min(200, most) : most;
		const { value, low, high, over } = bootstrapInterval(figure, speakers, {
			draws,
			unbiased: name === "ece",
		});
		metrics[name] = { value: round(value), low: round(low), high: round(high) };
		intervals = over;
	}
	metrics.eceExpected = expectedIfCalibrated(predictions, k);
	return { metrics, intervals };
}

function recalls({ counts, totals }: Confusion, k: number): number[] {
	return Array.from(totals, (total, c) => (counts[c * k + c] as number) / total);
}

/** NaN for a class that does not occur, which is no mistake of the classes that do. */
function precisions({ counts, totals }: Confusion, k: number): number[] {
	return Array.from(totals, (total, c) =>
		total === 0 ? Number.NaN : (counts[c * k + c] as number) / column(counts, c, k),
	);
}

function f1s({ counts, totals }: Confusion, k: number): number[] {
	return Array.from(totals, (total, c) =>
		total === 0 ? Number.NaN : (2 * (counts[c * k + c] as number)) / (column(counts, c, k) + total),
	);
}

function column(counts: Float64Array, c: number, k: number): number {
	let total = 0;
	for (let a = 0; a < k; a++) total += counts[a * k + c] as number;
	return total;
}

function diagonal(counts: Float64Array, k: number): number {
	let total = 0;
	for (let c = 0; c < k; c++) total += counts[c * k + c] as number;
	return total;
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}

function calibrationError(
	predictions: readonly StoredPrediction[],
	rows: readonly number[],
	actual: Int32Array,
	k: number,
): number {
	const scores = zeros(rows.length, k);
	for (const [r, i] of rows.entries()) scores.data.set(predictions[i]?.scores ?? [], r * k);
	return expectedCalibrationError(
		scores,
		rows.map((i) => actual[i] as number),
	);
}

/** Draws of {@link expectedIfCalibrated}. */
const calibratedDraws = 200;

/**
 * The calibration error that these scores would show on so few clips if they were perfectly calibrated: labels are drawn
 * from the scores themselves. An error within its interval is none that could be told.
 */
function expectedIfCalibrated(predictions: readonly StoredPrediction[], k: number): Metric {
	const first = predictions[0]?.repeat;
	const rows = predictions.filter((row) => row.repeat === first);
	const scores = zeros(rows.length, k);
	for (const [r, row] of rows.entries()) scores.data.set(row.scores, r * k);
	const random = createRandom(1);
	const errors = Array.from({ length: calibratedDraws }, () =>
		expectedCalibrationError(
			scores,
			rows.map((row) => {
				let left = random.next();
				for (let c = 0; c < k; c++) {
					left -= row.scores[c] as number;
					if (left < 0) return c;
				}
				// What the rounded scores leave over, or another corpus's label.
				return -1;
			}),
		),
	).sort((a, b) => a - b);
	const at = (q: number): number => round(errors[Math.floor(q * (errors.length - 1))] ?? 0);
	return {
		value: round(errors.reduce((total, e) => total + e, 0) / errors.length),
		low: at(0.025),
		high: at(0.975),
	};
}

function brierScore(
	predictions: readonly StoredPrediction[],
	rows: readonly number[],
	actual: Int32Array,
): number {
	let total = 0;
	for (const i of rows) {
		const scores = predictions[i]?.scores ?? [];
		for (let c = 0; c < scores.length; c++) total += ((scores[c] as number) - (actual[i] === c ? 1 : 0)) ** 2;
	}
	return total / rows.length;
}

function round(value: number): number {
	return Math.round(value * 1e5) / 1e5;
}
