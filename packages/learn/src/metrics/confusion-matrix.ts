/**
 * How often each class was taken for each.
 *
 * @param actual - Class indices; rows of the result.
 * @param predicted - Class indices; columns of the result. An index outside [0, classes) (a prediction that is
 *   none of the tested classes) is an error that fills no column: it only counts in the row's `total`.
 * @returns `counts[actual][predicted]`, and the number of samples of every actual class.
 * @throws {RangeError} If the lengths differ or an actual class is out of range.
 */
export function confusionMatrix(
	actual: ArrayLike<number>,
	predicted: ArrayLike<number>,
	classes: number,
): { readonly counts: number[][]; readonly totals: number[] } {
	if (actual.length !== predicted.length) {
		throw new RangeError(
			`confusionMatrix: actual and predicted must have one length, got ${actual.length} and ${predicted.length}.`,
		);
	}
	const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
	const totals = new Array<number>(classes).fill(0);
	for (let i = 0; i < actual.length; i++) {
		const a = actual[i] as number;
		const p = predicted[i] as number;
		const line = counts[a];
		if (line === undefined) {
			throw new RangeError(`confusionMatrix: actual classes must be in [0, ${classes}), got ${a} at ${i}.`);
		}
		totals[a] = (totals[a] as number) + 1;
		if (p >= 0 && p < classes) line[p] = (line[p] as number) + 1;
	}
	return { counts, totals };
}
