/**
 * Weights that give every class the same sum: n / (classes that occur × samples of the class).
 *
 * @returns One weight a class; 1 for a class without samples.
 * @see King & Zeng (2001), doi:10.1093/oxfordjournals.pan.a004868
 */
export function balancedClassWeights(y: ArrayLike<number>, classes: number): Float64Array {
	const counts = new Float64Array(classes);
	for (let i = 0; i < y.length; i++) {
		const c = y[i] as number;
		counts[c] = (counts[c] as number) + 1;
	}
	const occurring = counts.filter((count) => count > 0).length;
	return counts.map((count) => (count > 0 ? y.length / (occurring * count) : 1));
}
