import { createRandom } from "@undertone/core";
import { type Dataset, subset } from "./dataset.ts";

/**
 * Repeats samples of the rarer classes, drawn at random, until every class that occurs has as many as the largest.
 *
 * To be used inside a training part only: copies of a sample must never stand on both sides of a split.
 */
export function overSample(data: Dataset, { seed }: { readonly seed: number }): Dataset {
	const random = createRandom(seed).fork("over-sample");
	const groups = data.labels.map((_, c) => Array.from(data.y, (_y, i) => i).filter((i) => data.y[i] === c));
	const most = Math.max(...groups.map((group) => group.length));
	const extra = groups.flatMap((group) =>
		group.length === 0
			? []
			: Array.from({ length: most - group.length }, () => group[random.integer(group.length)] as number),
	);
	return subset(data, [...Array.from(data.y, (_, i) => i), ...extra]);
}
