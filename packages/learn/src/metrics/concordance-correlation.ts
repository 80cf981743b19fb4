/**
 * Concordance correlation coefficient: 2 cov / (var a + var b + (mean a − mean b)²), in [−1, 1].
 *
 * @param a - As long as `b`.
 * @returns NaN without samples, or where both are constant and equal.
 * @see Lin (1989), doi:10.2307/2532051
 */
export function concordanceCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
	const n = a.length;
	if (n !== b.length) {
		throw new RangeError(`concordanceCorrelation: a and b must have one length, got ${n} and ${b.length}.`);
	}
	let [sumA, sumB] = [0, 0];
	for (let i = 0; i < n; i++) {
		sumA += a[i] as number;
		sumB += b[i] as number;
	}
	const [meanA, meanB] = [sumA / n, sumB / n];
	let [squaresA, squaresB, products] = [0, 0, 0];
	for (let i = 0; i < n; i++) {
		const da = (a[i] as number) - meanA;
		const db = (b[i] as number) - meanB;
		squaresA += da * da;
		squaresB += db * db;
		products += da * db;
	}
	return (2 * products) / (squaresA + squaresB + n * (meanA - meanB) ** 2);
}
