import type { Quantized } from "@undertone/onnx";
import { cholesky, invertLowerTransposed } from "../classical/cholesky.ts";

/** Clipping ratios that are tried: the largest number that can be stored, as a share of the filter's largest. */
const clippingRatios = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
/** Added to the moments' diagonal, as a share of its mean, so that inputs that are never seen do no harm. */
const damping = 0.01;

/**
 * Quantizes kernels such that what they make of their inputs changes as little as may be: one number of every filter
 * after another, the inputs with the largest moments first, and what a number loses the later ones make good. Every
 * filter has the step that costs least so; numbers beyond the largest that its step can tell are clipped to it.
 *
 * @param kernels - Shape `[filters, inputs]`, row-major.
 * @param filters - How many there are.
 * @param most - The largest whole number, 1 to 127.
 * @param moments - Second moments of the inputs (H = Σ x xᵀ, in any scale), shape `[inputs, inputs]`.
 * @returns As `quantize` does, in the order of `kernels`, a step for every filter.
 * @throws {RangeError} If `moments` are not of as many inputs, or `most` is not a whole number from 1 to 127.
 * @see Frantar et al. (2023), GPTQ, arXiv:2210.17323
 */
export function quantizeForInputs(
	kernels: Float32Array,
	filters: number,
	most: number,
	moments: Float64Array,
): Quantized {
	const n = kernels.length / filters;
	if (moments.length !== n * n) {
		throw new RangeError(
			`quantizeForInputs: the moments of ${n} inputs must be ${n * n} numbers, but are ${moments.length}.`,
		);
	}
	if (!(Number.isInteger(most) && most >= 1 && most <= 127)) {
		throw new RangeError(`quantizeForInputs: \`most\` must be a whole number from 1 to 127, but is ${most}.`);
	}
	const diagonal = Float64Array.from({ length: n }, (_, i) => moments[i * n + i] as number);
	const order = [...diagonal.keys()].sort((a, b) => (diagonal[b] as number) - (diagonal[a] as number));
	const { compensation, cost } = compensationFor(moments, diagonal, order);
	const values = new Int8Array(kernels.length);
	const steps = new Float64Array(filters);
	const remaining = new Float64Array(n);
	const rounded = new Int8Array(n);
	/** Rounds a filter with a step into `rounded`; gives how much its outputs change, e H eᵀ of its errors e. */
	const round = (kernel: Float32Array, step: number): number => {
		for (const [i, place] of order.entries()) remaining[i] = kernel[place] as number;
		let change = 0;
		for (let i = 0; i < n; i++) {
			const value = Math.max(-most, Math.min(most, Math.round((remaining[i] as number) / step)));
			rounded[order[i] as number] = value;
			const error = (remaining[i] as number) - value * step;
			change += error * error * (cost[i] as number);
			for (let j = i + 1; j < n; j++)
				remaining[j] = (remaining[j] as number) - error * (compensation[i * n + j] as number);
		}
		return change;
	};
	for (let f = 0; f < filters; f++) {
		const kernel = kernels.subarray(f * n, (f + 1) * n);
		const largest = kernel.reduce((reach, value) => Math.max(reach, Math.abs(value)), 0);
		let least = Infinity;
		for (const ratio of largest === 0 ? [] : clippingRatios) {
			const step = (ratio * largest) / most;
			const change = round(kernel, step);
			if (change >= least) continue;
			least = change;
			steps[f] = step;
			values.set(rounded, f * n);
		}
	}
	return { values, steps };
}

/** What an error at an input means, in the order given, by the upper triangle U of which Uᵀ U is the inverse of H. */
interface Compensation {
	/** How much of it each later input takes over: rows of U over their diagonal, shape `[inputs, inputs]`. */
	readonly compensation: Float64Array;
	/** What its square costs when they have: 1 / U² of the diagonal. */
	readonly cost: Float64Array;
}

function compensationFor(
	moments: Float64Array,
	diagonal: Float64Array,
	order: readonly number[],
): Compensation {
	const n = order.length;
	const added = (damping * diagonal.reduce((sum, value) => sum + value, 0)) / n || 1;
	// With rows and columns the other way round U is the inverse of a lower triangle.
	const turned = new Float64Array(n * n);
	for (let i = 0; i < n; i++) {
		const row = (order[n - 1 - i] as number) * n;
		for (let j = 0; j <= i; j++) turned[i * n + j] = moments[row + (order[n - 1 - j] as number)] as number;
		turned[i * n + i] = (turned[i * n + i] as number) + added;
	}
	// Row j holds column j of the inverse.
	const columns = invertLowerTransposed(cholesky(turned, n), n);
	const compensation = new Float64Array(n * n);
	const cost = new Float64Array(n);
	for (let i = 0; i < n; i++) {
		const from = n - 1 - i;
		const own = columns[from * n + from] as number;
		cost[i] = 1 / own ** 2;
		for (let j = i; j < n; j++) compensation[i * n + j] = (columns[(n - 1 - j) * n + from] as number) / own;
	}
	return { compensation, cost };
}
