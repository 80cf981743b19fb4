import {
	type Emotion,
	emotions,
	type Prediction,
	type Reason,
	type Scores,
	type Segment,
} from "@undertone/core";
import type { SourcePrediction } from "../fusion/source-prediction.ts";
import { predictionFrom } from "../speech/predict.ts";

/** A timeline that grows while a stream runs, in cells of equal length. */
export interface LiveTimeline {
	/** Seconds of a cell. */
	readonly step: number;
	/** Cells so far. */
	readonly length: number;
	/** Adds scores to every cell whose middle lies in the stretch, and one cell at least. */
	add(stretch: { readonly start: number; readonly end: number }, prediction: SourcePrediction): void;
	/** The prediction of a cell, the mean of what was added to it; null where nothing was. */
	cell(index: number): SourcePrediction | null;
	/** Neighbouring cells with the same answer as one; cells that could not be scored are left out. */
	segments(): Segment[];
	/** The mean over all scored cells, those without a doubt where there are any; null where none is. */
	overall(): Prediction | null;
}

interface Cell {
	readonly sums: Float64Array;
	count: number;
	/** Those with a doubt of the source itself, among `count`. */
	doubtful: number;
	/** The trust in each of them, added up. */
	trust: number;
	reasons: readonly Reason[];
}

/** Reasons that describe scores, not the source they come from. */
const aboutScores: readonly Reason[] = ["low-confidence", "clipped", "telephone-band"];

/** Whether something speaks against the source itself: noise, a face turned away, nothing to score. */
export function isDoubtful({ scores, notSure, reasons }: Prediction): boolean {
	return scores === null || (notSure && reasons.some((reason) => !aboutScores.includes(reason)));
}

/**
 * An empty timeline.
 *
 * Windows of a voice overlap: a cell takes the mean of the windows that cover it, and is final once the last of them
 * has come. Frames of a face fall into one cell each.
 *
 * @param threshold - The highest score below which a cell is not sure.
 */
export function createLiveTimeline(threshold: number, step = 0.5): LiveTimeline {
	const cells: (Cell | undefined)[] = [];
	const known = new Set<number>();
	const cellAt = (index: number): Cell => {
		const there = cells[index];
		if (there !== undefined) return there;
		const made: Cell = {
			sums: new Float64Array(emotions.length),
			count: 0,
			doubtful: 0,
			trust: 0,
			reasons: [],
		};
		cells[index] = made;
		return made;
	};
	const scoresOf = (sums: Float64Array): { labels: Emotion[]; values: number[] } => {
		const labels = emotions.filter((_, k) => known.has(k));
		const values = [...known].sort((a, b) => a - b).map((k) => sums[k] as number);
		const total = values.reduce((sum, value) => sum + value, 0);
		return { labels, values: values.map((value) => value / total) };
	};
	const predict = ({ sums, count, doubtful, reasons }: Cell): Prediction => {
		if (count === 0) return { label: null, scores: null, confidence: 0, notSure: true, reasons };
		const { labels, values } = scoresOf(sums);
		const isInDoubt = 2 * doubtful > count;
		const said = reasons.filter(
			(reason) => reason !== "low-confidence" && (isInDoubt || reason === "clipped"),
		);
		return predictionFrom(values, labels, threshold, said, isInDoubt);
	};
	const cell = (index: number): SourcePrediction | null => {
		const there = cells[index];
		if (there === undefined) return null;
		return { ...predict(there), ...(there.count > 0 ? { trust: there.trust / there.count } : {}) };
	};
	return {
		step,
		get length() {
			return cells.length;
		},
		add: ({ start, end }, prediction) => {
			const first = Math.max(0, Math.ceil(start / step - 0.5));
			const last = Math.max(first, Math.ceil(end / step - 0.5) - 1);
			const doubtful = isDoubtful(prediction);
			for (let index = first; index <= last; index++) {
				const into = cellAt(index);
				into.reasons = prediction.reasons;
				if (prediction.scores === null) continue;
				into.count++;
				if (doubtful) into.doubtful++;
				into.trust += prediction.trust ?? 1;
				addScores(into.sums, prediction.scores, known);
			}
		},
		cell,
		segments: () => {
			const merged: { start: number; end: number; said: string; cell: Cell }[] = [];
			for (let index = 0; index < cells.length; index++) {
				const there = cells[index];
				if (there === undefined || there.count === 0) continue;
				// Doubtful cells do not mix with sound ones that name nothing: their mean could name something.
				const said = `${predict(there).label} ${2 * there.doubtful > there.count}`;
				const last = merged.at(-1);
				const start = index * step;
				if (last !== undefined && last.said === said && Math.abs(last.end - start) < 1e-9) {
					merge(last.cell, there);
					last.end = start + step;
				} else {
					const own: Cell = {
						sums: new Float64Array(emotions.length),
						count: 0,
						doubtful: 0,
						trust: 0,
						reasons: [],
					};
					merge(own, there);
					merged.push({ start, end: start + step, said, cell: own });
				}
			}
			return merged.map(({ start, end, cell: whole }) => ({ start, end, ...predict(whole) }));
		},
		overall: () => {
			const whole: Cell = {
				sums: new Float64Array(emotions.length),
				count: 0,
				doubtful: 0,
				trust: 0,
				reasons: [],
			};
			const scored = cells.filter((there) => there !== undefined && there.count > 0) as Cell[];
			const sound = scored.filter(({ count, doubtful }) => 2 * doubtful <= count);
			for (const there of sound.length > 0 ? sound : scored) merge(whole, there);
			return whole.count === 0 ? null : predict(whole);
		},
	};
}

function addScores(sums: Float64Array, scores: Scores, known: Set<number>): void {
	for (const [k, label] of emotions.entries()) {
		const score = scores[label];
		if (score === undefined) continue;
		known.add(k);
		sums[k] = (sums[k] as number) + score;
	}
}

/** Adds a cell with the weight of one: cells are equally long, however many windows cover them. */
function merge(into: Cell, { sums, count, doubtful, reasons }: Cell): void {
	for (let k = 0; k < sums.length; k++) into.sums[k] = (into.sums[k] as number) + (sums[k] as number) / count;
	into.count++;
	if (2 * doubtful > count) into.doubtful++;
	into.reasons = reasons;
}
