import { takeRows } from "../dataset.ts";
import { cholesky, solveCholesky } from "./cholesky.ts";
import { type Kernel, kernelMatrix } from "./kernel-matrix.ts";
import type { Support } from "./svm-support.ts";

/** Added to the kernel's diagonal, so that vectors which are nearly one another do no harm. */
const ridge = 5e-2;

/** Largest whole number of a column. */
const most = 127;

/**
 * A machine of few vectors that decides nearly as one of many: those with the greatest coefficients are kept, as
 * 8-bit numbers, and their coefficients are fitted so that the decision functions differ least in the space of the
 * kernel.
 *
 * @param count - Vectors to keep, at most.
 * @see Schölkopf et al. (1999), doi:10.1109/72.788641
 */
export async function reduceSupport(support: Support, kernel: Kernel, count: number): Promise<Support> {
	const { vectors, coefficients, bias } = support;
	const pairs = bias.length;
	const weight = (s: number): number =>
		coefficients.subarray(s * pairs, (s + 1) * pairs).reduce((sum, a) => sum + Math.abs(a), 0);
	const weights = Float64Array.from({ length: vectors.rows }, (_, s) => weight(s));
	const kept = [...weights.keys()]
		.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b)
		.slice(0, count)
		.sort((a, b) => a - b);
	const { rounded, steps } = quantise(takeRows(vectors, kept) as Support["vectors"]);
	const n = rounded.rows;
	const own = await kernelMatrix(rounded, rounded, kernel);
	const toAll = await kernelMatrix(rounded, vectors, kernel);
	const gram = Float64Array.from(
		{ length: n * n },
		(_, at) => (own[Math.floor(at / n)]?.[at % n] as number) + (at % (n + 1) === 0 ? ridge : 0),
	);
	const factor = cholesky(gram, n);
	const fitted = new Float64Array(n * pairs);
	for (let p = 0; p < pairs; p++) {
		const target = Float64Array.from(toAll, (line) =>
			line.reduce((sum, k, s) => sum + k * (coefficients[s * pairs + p] as number), 0),
		);
		for (const [t, value] of solveCholesky(factor, n, target).entries()) fitted[t * pairs + p] = value;
	}
	return { vectors: rounded, coefficients: fitted, bias, steps };
}

/** Every column as whole numbers times a step. */
function quantise({ rows, columns, data }: Support["vectors"]): {
	readonly rounded: Support["vectors"];
	readonly steps: Float32Array;
} {
	const steps = new Float32Array(columns);
	for (const [at, value] of data.entries()) {
		const c = at % columns;
		steps[c] = Math.max(steps[c] as number, Math.abs(value) / most);
	}
	// A column of zeros keeps them.
	const used = steps.map((step) => (step > 0 ? step : 1));
	const rounded = data.map((value, at) => {
		const step = used[at % columns] as number;
		return Math.round(value / step) * step;
	});
	return { rounded: { rows, columns, data: rounded }, steps: used };
}
