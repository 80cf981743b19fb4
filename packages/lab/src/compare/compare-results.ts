import { type Emotion, UndertoneError } from "@undertone/core";
import { macroAverage, type PairedDifference, pairedDifference } from "@undertone/learn";
import { readPredictions, readResult } from "../results/read-results.ts";
import type { Result, StoredPrediction } from "../results/result.ts";

/** Two results on the clips that both scored. */
export interface Comparison {
	readonly first: Result;
	readonly second: Result;
	/** Clips that both scored. */
	readonly n: number;
	/** UAR of each on these clips, and first minus second with its interval and p. */
	readonly uar: readonly [number, number];
	readonly difference: PairedDifference;
	/** Clips that only the first, and only the second, got right; the p of McNemar's exact test on them. */
	readonly onlyFirst: number;
	readonly onlySecond: number;
	readonly mcnemar: number;
}

/**
 * Compares stored results two by two, each with the first, on the clips that both scored (a clip with several draws
 * counts as right where most of them are).
 *
 * @throws {UndertoneError} `file-not-found` if a result is not stored; `usage` if two share no clip or have other labels.
 */
export async function compareResults(folder: string, ids: readonly string[]): Promise<Comparison[]> {
	const [base, ...others] = await Promise.all(
		ids.map(async (id) => ({
			result: await readResult(folder, id),
			rows: byClip(await readPredictions(folder, id)),
		})),
	);
	if (base === undefined) return [];
	return others.map((other) => {
		const shared = [...base.rows].filter(([clip]) => other.rows.has(clip));
		if (shared.length === 0) {
			throw new UndertoneError(
				"usage",
				`Results must share clips to be compared, but ${base.result.id} (${base.result.corpora.join(", ")}) and ${other.result.id} (${other.result.corpora.join(", ")}) share none.`,
			);
		}
		const first = shared.map(([, row]) => row);
		const second = shared.map(([clip]) => other.rows.get(clip) as Clip);
		const speakers = first.map(({ speaker }) => speaker);
		const figure = (clips: readonly Clip[]) => (indices: Int32Array) => recall(clips, indices);
		const difference = pairedDifference(figure(first), figure(second), speakers);
		const all = Int32Array.from(first, (_, i) => i);
		const onlyFirst = first.filter((clip, i) => isRight(clip) && !isRight(second[i] as Clip)).length;
		const onlySecond = first.filter((clip, i) => !isRight(clip) && isRight(second[i] as Clip)).length;
		return {
			first: base.result,
			second: other.result,
			n: shared.length,
			uar: [recall(first, all), recall(second, all)] as const,
			difference,
			onlyFirst,
			onlySecond,
			mcnemar: mcnemarExact(onlyFirst, onlySecond),
		};
	});
}

/** A clip over all of its draws. */
interface Clip {
	readonly speaker: string;
	readonly actual: Emotion;
	/** Share of the draws that were right. */
	readonly right: number;
}

function byClip(predictions: readonly StoredPrediction[]): Map<string, Clip> {
	const sums = new Map<string, { row: StoredPrediction; right: number; count: number }>();
	for (const row of predictions) {
		const clip = `${row.corpus}/${row.file}`;
		const sum = sums.get(clip) ?? { row, right: 0, count: 0 };
		sum.right += row.actual === row.predicted ? 1 : 0;
		sum.count++;
		sums.set(clip, sum);
	}
	return new Map(
		[...sums].map(([clip, { row, right, count }]) => [
			clip,
			{ speaker: `${row.corpus}/${row.speaker}`, actual: row.actual, right: right / count },
		]),
	);
}

function isRight({ right }: Clip): boolean {
	return right > 0.5;
}

/** Mean over the classes of the share that was right. */
function recall(clips: readonly Clip[], indices: Int32Array): number {
	const sums = new Map<Emotion, { right: number; count: number }>();
	for (const i of indices) {
		const { actual, right } = clips[i] as Clip;
		const sum = sums.get(actual) ?? { right: 0, count: 0 };
		sum.right += right;
		sum.count++;
		sums.set(actual, sum);
	}
	return macroAverage([...sums.values()].map(({ right, count }) => right / count));
}

/**
 * Two-sided exact McNemar test: the probability of so uneven a split of the clips that only one got right.
 *
 * @see McNemar (1947), doi:10.1007/BF02295996
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
	const n = onlyFirst + onlySecond;
	if (n === 0) return 1;
	let log = -n * Math.LN2;
	let tail = 0;
	for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
		if (k > 0) log += Math.log(n - k + 1) - Math.log(k);
		tail += Math.exp(log);
	}
	return Math.min(1, 2 * tail);
}
