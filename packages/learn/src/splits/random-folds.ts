import { createRandom } from "@undertone/core";
import { checkFolds, type Fold, foldOf } from "./fold.ts";

/**
 * k random folds in which every class has about its share; speakers stand on both sides, so what is measured is
 * not how the model does on a new voice.
 *
 * @param classes - Class of every sample.
 * @throws {RangeError} If k is less than 2 or greater than the number of samples.
 */
export function randomFolds(
	classes: ArrayLike<number | string>,
	k: number,
	{ seed }: { readonly seed: number },
): Fold[] {
	checkFolds(k, classes.length, "randomFolds", "samples");
	const fold = new Int32Array(classes.length);
	let next = 0;
	for (const i of classByClass(classes, seed)) fold[i] = next++ % k;
	return Array.from({ length: k }, (_, f) => foldOf(classes.length, String(f + 1), (i) => fold[i] === f));
}

/**
 * One random split in which every class has about its share in both parts.
 *
 * @param options.share - Share of the samples to test on, in (0, 1).
 * @throws {RangeError} If the share is outside (0, 1) or leaves a part empty.
 */
export function holdOut(
	classes: ArrayLike<number | string>,
	{ share = 0.2, seed }: { readonly share?: number; readonly seed: number },
): Fold {
	const n = classes.length;
	const tested = Math.round(share * n);
	if (!(share > 0 && share < 1) || tested === 0 || tested === n) {
		throw new RangeError(
			`holdOut: share must be in (0, 1) and leave samples on both sides, got ${share} of ${n} samples.`,
		);
	}
	// Every 1/share-th sample of the list ordered by class: each class gives its share to within one sample.
	const test = new Set<number>();
	const order = classByClass(classes, seed);
	for (let t = 0; t < tested; t++) test.add(order[Math.floor(((t + 0.5) * n) / tested)] as number);
	return foldOf(n, "hold-out", (i) => test.has(i));
}

/** Indices in random order within each class, one class after the other. */
function classByClass(classes: ArrayLike<number | string>, seed: number): number[] {
	const groups = new Map<number | string, number[]>();
	for (let i = 0; i < classes.length; i++) {
		const c = classes[i] as number | string;
		const group = groups.get(c);
		if (group === undefined) groups.set(c, [i]);
		else group.push(i);
	}
	const random = createRandom(seed);
	return [...groups.keys()].sort().flatMap((c) => random.shuffle(groups.get(c) ?? []));
}
