import { createRandom } from "@undertone/core";

/**
 * Rows in which every class that occurs has as many as the largest: all rows, then rows of the rarer classes drawn at
 * random.
 *
 * To be used inside a training part only: copies of a sample must never stand on both sides of a split.
 *
 * @param y - Class of every sample, shape `[n]`.
 * @returns Indices into `y`, at least n.
 */
export function overSample(y: ArrayLike<number>, { seed }: { readonly seed: number }): number[] {
	const random = createRandom(seed).fork("over-sample");
	const groups = new Map<number, number[]>();
	for (let i = 0; i < y.length; i++) {
		const c = y[i] as number;
		groups.set(c, [...(groups.get(c) ?? []), i]);
	}
	const most = Math.max(...[...groups.values()].map((group) => group.length));
	const extra = [...groups]
		.sort(([a], [b]) => a - b)
		.flatMap(([, group]) =>
			Array.from({ length: most - group.length }, () => group[random.integer(group.length)] as number),
		);
	return [...Array.from({ length: y.length }, (_, i) => i), ...extra];
}
