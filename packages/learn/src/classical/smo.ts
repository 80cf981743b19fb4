/** A two-class support vector machine in its dual form. */
export interface SmoSolution {
	/** yᵢ αᵢ of every sample; 0 where it is no support vector. */
	readonly coefficients: Float64Array;
	/** Added to Σ yᵢ αᵢ K(xᵢ, x). */
	readonly bias: number;
	readonly iterations: number;
}

/** Smallest curvature of a pair; a kernel that is not positive definite may give less. */
const leastCurvature = 1e-12;

/**
 * Sequential minimal optimisation with second-order choice of the pair.
 *
 * Minimises ½ αᵀQα − Σα with Q_ij = y_i y_j K_ij, 0 ≤ α_i ≤ c_i, Σ y_i α_i = 0.
 *
 * @param kernel - K, shape `[n, n]`, row-major.
 * @param y - +1 or −1; both must occur.
 * @param c - Upper bound of every α.
 * @param options.tolerance - Largest violation of the optimality conditions that is left.
 * @see Fan, Chen & Lin (2005), Working set selection using second order information for training support vector
 *   machines, Journal of Machine Learning Research 6
 */
export function smo(
	kernel: Float32Array,
	y: Int8Array,
	c: Float64Array,
	{
		tolerance = 1e-3,
		iterations = 1_000_000,
	}: { readonly tolerance?: number; readonly iterations?: number } = {},
): SmoSolution {
	const n = y.length;
	const alpha = new Float64Array(n);
	const gradient = new Float64Array(n).fill(-1);
	const diagonal = Float64Array.from(y, (_, i) => kernel[i * n + i] as number);
	let iteration = 0;
	for (; iteration < iterations; iteration++) {
		// i: the largest −y G among those that may grow.
		let i = -1;
		let highest = Number.NEGATIVE_INFINITY;
		for (let t = 0; t < n; t++) {
			const up = y[t] === 1 ? (alpha[t] as number) < (c[t] as number) : (alpha[t] as number) > 0;
			const violation = -(y[t] as number) * (gradient[t] as number);
			if (up && violation > highest) {
				highest = violation;
				i = t;
			}
		}
		if (i < 0) break;
		// j: the largest decrease of the objective among those that may shrink.
		let j = -1;
		let lowest = Number.POSITIVE_INFINITY;
		let best = Number.POSITIVE_INFINITY;
		const rowI = i * n;
		for (let t = 0; t < n; t++) {
			const down = y[t] === 1 ? (alpha[t] as number) > 0 : (alpha[t] as number) < (c[t] as number);
			if (!down) continue;
			const violation = -(y[t] as number) * (gradient[t] as number);
			if (violation < lowest) lowest = violation;
			const gap = highest - violation;
			if (gap <= 0) continue;
			const curvature = Math.max(
				(diagonal[i] as number) + (diagonal[t] as number) - 2 * (kernel[rowI + t] as number),
				leastCurvature,
			);
			const decrease = -(gap * gap) / curvature;
			if (decrease < best) {
				best = decrease;
				j = t;
			}
		}
		if (j < 0 || highest - lowest < tolerance) break;
		const rowJ = j * n;
		const [yi, yj] = [y[i] as number, y[j] as number];
		const [oldI, oldJ] = [alpha[i] as number, alpha[j] as number];
		const curvature = Math.max(
			(diagonal[i] as number) + (diagonal[j] as number) - 2 * (kernel[rowI + j] as number),
			leastCurvature,
		);
		// Along y_i α_i growing and y_j α_j shrinking by the same amount, as far as the box allows.
		const wanted = (highest + yj * (gradient[j] as number)) / curvature;
		const roomI = yi === 1 ? (c[i] as number) - oldI : oldI;
		const roomJ = yj === 1 ? oldJ : (c[j] as number) - oldJ;
		const amount = Math.min(wanted, roomI, roomJ);
		alpha[i] = amount === roomI ? (yi === 1 ? (c[i] as number) : 0) : oldI + yi * amount;
		alpha[j] = amount === roomJ ? (yj === 1 ? 0 : (c[j] as number)) : oldJ - yj * amount;
		const changeI = ((alpha[i] as number) - oldI) * yi;
		const changeJ = ((alpha[j] as number) - oldJ) * yj;
		for (let t = 0; t < n; t++) {
			gradient[t] =
				(gradient[t] as number) +
				(y[t] as number) * (changeI * (kernel[rowI + t] as number) + changeJ * (kernel[rowJ + t] as number));
		}
	}
	return {
		coefficients: alpha.map((a, t) => a * (y[t] as number)),
		bias: biasOf(alpha, gradient, y, c),
		iterations: iteration,
	};
}

/** −ρ: the mean of −y G over free vectors, or the middle of its bounds where there are none. */
function biasOf(alpha: Float64Array, gradient: Float64Array, y: Int8Array, c: Float64Array): number {
	let free = 0;
	let sum = 0;
	let upper = Number.POSITIVE_INFINITY;
	let lower = Number.NEGATIVE_INFINITY;
	for (let t = 0; t < y.length; t++) {
		const a = alpha[t] as number;
		const value = -(y[t] as number) * (gradient[t] as number);
		if (a > 0 && a < (c[t] as number)) {
			free++;
			sum += value;
			continue;
		}
		const atZero = a === 0;
		// −y G must be at most the bias where α may not grow along y, at least where it may not shrink.
		if (atZero === (y[t] === 1)) lower = Math.max(lower, value);
		else upper = Math.min(upper, value);
	}
	if (free > 0) return sum / free;
	return (upper + lower) / 2;
}
