import type { Random } from "@undertone/core";

/** Samples of one step. */
export interface BatchIndices {
	/** As many as the batch is long; those from `count` on only fill it up and weigh nothing. */
	readonly indices: Int32Array;
	readonly count: number;
}

/** The samples of an epoch in random order, cut into batches; the last one is filled up from the first. */
export function shuffledBatches(n: number, batchSize: number, random: Random): BatchIndices[] {
	const order = random.shuffle(Array.from({ length: n }, (_, i) => i));
	return cut(order, batchSize);
}

/** As many samples as there are, every class drawn as often, with replacement. */
export function balancedBatches(y: Int32Array, batchSize: number, random: Random): BatchIndices[] {
	const groups = new Map<number, number[]>();
	for (const [i, c] of y.entries()) {
		const group = groups.get(c);
		if (group === undefined) groups.set(c, [i]);
		else group.push(i);
	}
	const classes = [...groups.values()];
	const order = Array.from(y, (_, i) => {
		const group = classes[i % classes.length] as number[];
		return group[random.integer(group.length)] as number;
	});
	return cut(random.shuffle(order), batchSize);
}

function cut(order: readonly number[], batchSize: number): BatchIndices[] {
	return Array.from({ length: Math.ceil(order.length / batchSize) }, (_, b) => ({
		count: Math.min(batchSize, order.length - b * batchSize),
		indices: Int32Array.from(
			{ length: batchSize },
			(_unused, i) => order[(b * batchSize + i) % order.length] as number,
		),
	}));
}
