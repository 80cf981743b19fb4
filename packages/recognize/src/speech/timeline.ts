import type { Emotion, Reason, Segment } from "@undertone/core";
import { predictionFrom } from "./predict.ts";
import type { Phrase } from "./windows.ts";

/** A phrase with the probabilities of each of its windows, `[labels]` each. */
export interface ScoredPhrase {
	readonly phrase: Phrase;
	readonly scores: readonly ArrayLike<number>[];
}

/**
 * The timeline of a recording: each moment gets the mean of the windows over it, and neighbouring moments
 * with the same answer become one segment.
 *
 * @param doubts - Reasons that forbid a label anywhere in the recording, such as noise.
 * @returns In order, not overlapping; the scores of a segment are those of its moments, weighted by time.
 */
export function timeline(
	scored: readonly ScoredPhrase[],
	labels: readonly Emotion[],
	threshold: number,
	doubts: readonly Reason[] = [],
): Segment[] {
	const predict = (mean: ArrayLike<number>) =>
		predictionFrom(mean, labels, threshold, doubts, doubts.length > 0);
	return scored.flatMap(({ phrase, scores }) => {
		const pieces = cells(phrase, scores, labels.length);
		const merged: { start: number; end: number; sum: Float64Array }[] = [];
		let previous: Emotion | null | undefined;
		for (const { start, end, mean } of pieces) {
			const { label } = predict(mean);
			const last = merged.at(-1);
			const weighted = mean.map((value) => value * (end - start));
			if (last !== undefined && label === previous) {
				last.end = end;
				for (let k = 0; k < weighted.length; k++)
					last.sum[k] = (last.sum[k] as number) + (weighted[k] as number);
			} else merged.push({ start, end, sum: weighted });
			previous = label;
		}
		return merged.map(({ start, end, sum }) => ({
			start,
			end,
			...predict(sum.map((value) => value / (end - start))),
		}));
	});
}

/** Seconds; edges nearer than this are one. */
const sliver = 1e-4;

/** The phrase cut at every start and end of a window, each piece with the mean of the windows over it. */
function cells(
	{ windows }: Phrase,
	scores: readonly ArrayLike<number>[],
	width: number,
): { start: number; end: number; mean: Float64Array }[] {
	const edges = windows
		.flatMap(({ start, end }) => [start, end])
		.sort((a, b) => a - b)
		.filter((edge, i, all) => i === 0 || edge - (all[i - 1] as number) > sliver);
	return edges.slice(1).map((end, i) => {
		const start = edges[i] as number;
		const mean = new Float64Array(width);
		let count = 0;
		for (const [w, window] of windows.entries()) {
			if (window.start > start + sliver || window.end < end - sliver) continue;
			count++;
			for (let k = 0; k < width; k++)
				mean[k] = (mean[k] as number) + ((scores[w] as ArrayLike<number>)[k] as number);
		}
		return { start, end, mean: mean.map((value) => value / count) };
	});
}
