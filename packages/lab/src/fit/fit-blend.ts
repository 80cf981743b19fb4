import type { Matrix } from "@undertone/core";

/** Held-out scores of several classifiers, and what was right. */
interface HeldOut {
	/** Log-probabilities of each classifier, shape `[rows, labels]`. */
	readonly scores: readonly Matrix[];
	/** Class index of every row. */
	readonly actual: ArrayLike<number>;
	/** Shape `[rows × labels]`; 0 takes a class out of a row's softmax. */
	readonly allowed?: Uint8Array | undefined;
}

const steps = 300;

/**
 * The weights a ≥ 0 that make softmax(Σ aₖ · log pₖ) most likely: how much each classifier is heard, and the
 * temperature, in one. The mean negative log-likelihood is convex in a; projected gradient descent with
 * backtracking finds its minimum.
 *
 * @returns One weight a classifier; with a single one, the inverse of its temperature.
 * @see Wolpert (1992), doi:10.1016/S0893-6080(05)80023-1
 */
export function fitBlend(heldOut: HeldOut): number[] {
	let weights = heldOut.scores.map(() => 1 / heldOut.scores.length);
	let { loss, gradient } = lossOf(heldOut, weights);
	let rate = 1;
	for (let step = 0; step < steps; step++) {
		const next = weights.map((weight, k) => Math.max(0, weight - rate * (gradient[k] as number)));
		const moved = next.map((weight, k) => weight - (weights[k] as number));
		const squares = moved.reduce((sum, move) => sum + move * move, 0);
		if (squares < 1e-14) break;
		const tried = lossOf(heldOut, next);
		const slope = moved.reduce((sum, move, k) => sum + move * (gradient[k] as number), 0);
		if (tried.loss > loss + slope + squares / (2 * rate) + 1e-12) {
			rate /= 2;
			continue;
		}
		weights = next;
		({ loss, gradient } = tried);
		rate *= 1.2;
	}
	return weights;
}

function lossOf(
	{ scores, actual, allowed }: HeldOut,
	weights: readonly number[],
): { readonly loss: number; readonly gradient: number[] } {
	const { rows, columns } = scores[0] as Matrix;
	const gradient = weights.map(() => 0);
	const z = new Float64Array(columns);
	let loss = 0;
	for (let r = 0; r < rows; r++) {
		const at = r * columns;
		let highest = Number.NEGATIVE_INFINITY;
		for (let c = 0; c < columns; c++) {
			let sum = 0;
			for (const [k, { data }] of scores.entries()) sum += (weights[k] as number) * (data[at + c] as number);
			z[c] = allowed !== undefined && allowed[at + c] === 0 ? Number.NEGATIVE_INFINITY : sum;
			highest = Math.max(highest, z[c] as number);
		}
		let total = 0;
		for (let c = 0; c < columns; c++) total += Math.exp((z[c] as number) - highest);
		const right = actual[r] as number;
		loss -= ((z[right] as number) - highest - Math.log(total)) / rows;
		for (let c = 0; c < columns; c++) {
			const p = Math.exp((z[c] as number) - highest) / total;
			const excess = (p - (c === right ? 1 : 0)) / rows;
			if (excess === 0) continue;
			for (const [k, { data }] of scores.entries()) {
				gradient[k] = (gradient[k] as number) + excess * (data[at + c] as number);
			}
		}
	}
	return { loss, gradient };
}
