/** Modified Bessel export function of the first kind, order 0, by its power series: the numerator of a Kaiser window. */
export function besselI0(x: number): number {
	let term = 1;
	let sum = 1;
	for (let k = 1; term > 1e-17 * sum; k++) {
		term *= (x / (2 * k)) ** 2;
		sum += term;
	}
	return sum;
}
