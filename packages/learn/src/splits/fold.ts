/** Indices of the samples to learn from and to test on. */
export interface Fold {
	readonly train: Int32Array;
	readonly test: Int32Array;
	/** What is tested: a speaker's name, a number. */
	readonly name: string;
}

/** The fold whose test part are the samples with the given property. */
export function foldOf(n: number, name: string, isTest: (i: number) => boolean): Fold {
	const train: number[] = [];
	const test: number[] = [];
	for (let i = 0; i < n; i++) (isTest(i) ? test : train).push(i);
	return { name, train: Int32Array.from(train), test: Int32Array.from(test) };
}

/**
 * Checks a number of folds.
 *
 * @throws {RangeError} If it is no whole number in [2, most].
 */
export function checkFolds(k: number, most: number, name: string, what: string): void {
	if (!Number.isInteger(k) || k < 2 || k > most) {
		throw new RangeError(
			`${name}: the number of folds must be in [2, ${most}] (there are ${most} ${what}), got ${k}.`,
		);
	}
}
