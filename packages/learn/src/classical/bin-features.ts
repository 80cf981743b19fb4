import type { Matrix } from "@undertone/core";

/** Features as small whole numbers, for finding splits by counting. */
export interface BinnedFeatures {
	/** Bin of every element, shape `[features, rows]` (a feature's bins lie side by side). */
	readonly bins: Uint8Array;
	readonly rows: number;
	readonly features: number;
	/** Of every feature, the upper edges of all its bins but the last: x belongs to bin b if edge[b−1] < x ≤ edge[b]. */
	readonly edges: readonly Float32Array[];
}

/**
 * Cuts every feature into at most 255 bins of about equal mass, at midpoints between neighbouring values.
 *
 * @see Ke et al. (2017), LightGBM, Advances in Neural Information Processing Systems 30
 */
export function binFeatures(z: Matrix, most = 255): BinnedFeatures {
	const { rows, columns, data } = z;
	const bins = new Uint8Array(rows * columns);
	const edges: Float32Array[] = [];
	for (let f = 0; f < columns; f++) {
		const values = Float32Array.from({ length: rows }, (_, r) => data[r * columns + f] as number);
		const own = edgesOf(values.slice().sort(), most);
		edges.push(own);
		for (let r = 0; r < rows; r++) bins[f * rows + r] = binOf(own, values[r] as number);
	}
	return { bins, rows, features: columns, edges };
}

function edgesOf(sorted: Float32Array, most: number): Float32Array {
	const n = sorted.length;
	const edges: number[] = [];
	for (let b = 1; b < most; b++) {
		const at = Math.floor((b * n) / most);
		// The next change of value at or after this quantile.
		let i = Math.max(at, 1);
		while (i < n && sorted[i] === sorted[i - 1]) i++;
		if (i >= n) break;
		const edge = Math.fround(((sorted[i - 1] as number) + (sorted[i] as number)) / 2);
		if (edge !== edges.at(-1) && edge < (sorted[i] as number)) edges.push(edge);
	}
	return Float32Array.from(edges);
}

/** Number of edges below x. */
function binOf(edges: Float32Array, x: number): number {
	let low = 0;
	let high = edges.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((edges[middle] as number) < x) low = middle + 1;
		else high = middle;
	}
	return low;
}
