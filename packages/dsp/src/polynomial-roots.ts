/** Finds the roots of real polynomials of one degree; it owns its buffers and is reused. */
export interface RootFinder {
	/** Real parts of the roots found last, shape `[degree]`. */
	readonly re: Float64Array;
	/** Imaginary parts, same shape. */
	readonly im: Float64Array;
	/**
	 * @param coefficients - c of c[0] zⁿ + c[1] zⁿ⁻¹ + … + c[n], c[0] = 1, shape `[degree + 1]`.
	 * @param near - Whether to begin at the roots found last: quicker for a polynomial like the one before.
	 */
	find(coefficients: Float64Array, near?: boolean): void;
}

/** Enough for any well-behaved polynomial; each iteration triples the number of right digits. */
const maxIterations = 60;

/**
 * All roots at once by the Aberth–Ehrlich iteration.
 *
 * @param degree - At least 1.
 * @see Aberth (1973), doi:10.1090/S0025-5718-1973-0329236-7
 *
 * @example
 * const finder = createRootFinder(2);
 * finder.find(Float64Array.of(1, 0, 1));
 * finder.im // => about [1, -1]
 */
export function createRootFinder(degree: number): RootFinder {
	const re = new Float64Array(degree);
	const im = new Float64Array(degree);
	let found = false;
	return {
		re,
		im,
		find: (c, near = false) => {
			// Not symmetric around the real axis, so that pairs may part into two real roots.
			if (near && found) {
				for (let i = 0; i < degree; i++) im[i] = (im[i] as number) + 1e-3 * (i + 1);
				found = iterate(c, re, im, degree, 20);
				if (found) return;
			}
			for (let i = 0; i < degree; i++) {
				const angle = (2 * Math.PI * (i + 0.3)) / degree;
				re[i] = 0.9 * Math.cos(angle);
				im[i] = 0.9 * Math.sin(angle);
			}
			found = iterate(c, re, im, degree, maxIterations);
		},
	};
}

/** Whether the roots stand still within so many iterations. */
function iterate(c: Float64Array, re: Float64Array, im: Float64Array, degree: number, most: number): boolean {
	for (let iteration = 0; iteration < most; iteration++) {
		let largest = 0;
		for (let i = 0; i < degree; i++) {
			const moved = improve(c, re, im, i, degree);
			if (!(moved <= largest)) largest = moved;
		}
		// Convergence is cubic: after a step of 1e-6 what is left lies below rounding.
		if (largest < 1e-12) return true;
	}
	return false;
}

/** Moves root i by one step; returns the square of the step's length. */
function improve(c: Float64Array, re: Float64Array, im: Float64Array, i: number, degree: number): number {
	const x = re[i] as number;
	const y = im[i] as number;
	let pr = c[0] as number;
	let pi = 0;
	let dr = 0;
	let di = 0;
	for (let k = 1; k <= degree; k++) {
		const r = dr * x - di * y + pr;
		di = dr * y + di * x + pi;
		dr = r;
		const q = pr * x - pi * y + (c[k] as number);
		pi = pr * y + pi * x;
		pr = q;
	}
	// Newton's quotient n = p / p′.
	const d2 = dr * dr + di * di;
	if (d2 === 0) return 0;
	const nr = (pr * dr + pi * di) / d2;
	const ni = (pi * dr - pr * di) / d2;
	let sr = 0;
	let si = 0;
	for (let j = 0; j < degree; j++) {
		if (j === i) continue;
		const ur = x - (re[j] as number);
		const ui = y - (im[j] as number);
		const u2 = ur * ur + ui * ui;
		if (u2 === 0) continue;
		sr += ur / u2;
		si -= ui / u2;
	}
	// n / (1 − n s)
	const er = 1 - (nr * sr - ni * si);
	const ei = -(nr * si + ni * sr);
	const e2 = er * er + ei * ei;
	if (e2 === 0) return 0;
	const stepR = (nr * er + ni * ei) / e2;
	const stepI = (ni * er - nr * ei) / e2;
	re[i] = x - stepR;
	im[i] = y - stepI;
	return stepR * stepR + stepI * stepI;
}
