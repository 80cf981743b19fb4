import type { Dataset } from "../dataset.ts";

/**
 * How much every sample says about every class, for estimators that count neighbours or the samples of a leaf.
 *
 * A sample whose corpus lacks a class says nothing about it, so the share of a class among samples is its votes
 * divided by the sum of these numbers, not by the number of samples. A sample that could have been of only m of
 * k classes counts k / m for each: the first step of the iteration in {@link maskedPriors}, from even shares.
 *
 * @returns Shape `[samples, classes]`, or undefined where every sample could have been of every class.
 */
export function classEvidence({ y, labels, allowed }: Dataset): Float64Array | undefined {
	if (allowed?.every((value) => value !== 0) !== false) return undefined;
	const classes = labels.length;
	const evidence = new Float64Array(y.length * classes);
	for (let i = 0; i < y.length; i++) {
		const line = allowed.subarray(i * classes, (i + 1) * classes);
		const open = line.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);
		for (let c = 0; c < classes; c++) evidence[i * classes + c] = line[c] === 0 ? 0 : classes / open;
	}
	return evidence;
}
