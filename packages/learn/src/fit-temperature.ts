import type { Matrix } from "@undertone/core";

/**
 * The temperature T > 0 that makes softmax(logits / T) most likely, for calibrating on held-out samples.
 *
 * With a = 1 / T the mean negative log-likelihood is convex in a; its minimum is found by Newton's method, kept
 * inside a shrinking bracket.
 *
 * @param logits - Shape `[rows, labels]`.
 * @param actual - Class index of every row.
 * @param options.allowed - Shape `[rows × labels]`; 0 takes a class out of a row's softmax.
 * @returns T in [0.01, 100].
 * @throws {RangeError} If there are no rows.
 * @see Guo et al. (2017), arXiv:1706.04599
 */
export function fitTemperature(
	{ rows, columns, data }: Matrix,
	actual: ArrayLike<number>,
	{ allowed }: { readonly allowed?: Uint8Array } = {},
): number {
	if (rows === 0)
		throw new RangeError("fitTemperature: there must be at least one held-out sample, got none.");
	let low = 0.01;
	let high = 100;
	let a = 1;
	for (let step = 0; step < 100; step++) {
		// d/da of −log p = E_p[z] − z_actual, second derivative Var_p[z].
		let slope = 0;
		let curvature = 0;
		for (let r = 0; r < rows; r++) {
			const at = r * columns;
			const usable = (c: number): boolean => allowed === undefined || allowed[at + c] !== 0;
			let highest = Number.NEGATIVE_INFINITY;
			for (let c = 0; c < columns; c++) {
				if (usable(c)) highest = Math.max(highest, data[at + c] as number);
			}
			let sum = 0;
			let first = 0;
			let second = 0;
			for (let c = 0; c < columns; c++) {
				if (!usable(c)) continue;
				const z = (data[at + c] as number) - highest;
				const e = Math.exp(a * z);
				sum += e;
				first += e * z;
				second += e * z * z;
			}
			const expected = first / sum;
			slope += expected - ((data[at + (actual[r] as number)] as number) - highest);
			curvature += second / sum - expected * expected;
		}
		if (slope > 0) high = a;
		else low = a;
		const newton = a - slope / Math.max(curvature, 1e-12);
		const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
		if (Math.abs(next - a) < 1e-9 * a) break;
		a = next;
	}
	return 1 / a;
}
