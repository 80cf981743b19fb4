/** A turn, a size and a shift that lay one set of points on another: `target ≈ scale · rotation · source + shift`. */
export interface Similarity {
	readonly scale: number;
	/** Shape `[3, 3]`, row by row, determinant 1. */
	readonly rotation: Float64Array;
	readonly shift: readonly [x: number, y: number, z: number];
}

/**
 * The similarity that lays `source` on `target` with least weighted squares.
 *
 * @param source - Shape `[n, 3]`.
 * @param target - Shape `[n, 3]`.
 * @param weights - Shape `[n]`, at least three points on no line above 0.
 * @see Horn (1987), doi:10.1364/JOSAA.4.000629 (closed form by quaternions)
 */
export function procrustes(
	source: ArrayLike<number>,
	target: ArrayLike<number>,
	weights: ArrayLike<number>,
): Similarity {
	const from = center(source, weights);
	const to = center(target, weights);
	// Sums of products of the coordinates from both middles.
	const products = new Float64Array(9);
	let spread = 0;
	for (let i = 0; i < weights.length; i++) {
		const weight = weights[i] as number;
		if (weight === 0) continue;
		for (let a = 0; a < 3; a++) {
			const p = (source[3 * i + a] as number) - (from[a] as number);
			spread += weight * p * p;
			for (let b = 0; b < 3; b++) {
				const q = (target[3 * i + b] as number) - (to[b] as number);
				products[3 * a + b] = (products[3 * a + b] as number) + weight * p * q;
			}
		}
	}
	const rotation = rotationOf(products);
	let turned = 0;
	for (let a = 0; a < 3; a++) {
		for (let b = 0; b < 3; b++) turned += (rotation[3 * b + a] as number) * (products[3 * a + b] as number);
	}
	const scale = turned / spread;
	const shift = [0, 1, 2].map((b) => {
		let moved = 0;
		for (let a = 0; a < 3; a++) moved += (rotation[3 * b + a] as number) * (from[a] as number);
		return (to[b] as number) - scale * moved;
	}) as [number, number, number];
	return { scale, rotation, shift };
}

function center(points: ArrayLike<number>, weights: ArrayLike<number>): Float64Array {
	const sum = new Float64Array(3);
	let total = 0;
	for (let i = 0; i < weights.length; i++) {
		const weight = weights[i] as number;
		total += weight;
		for (let a = 0; a < 3; a++) sum[a] = (sum[a] as number) + weight * (points[3 * i + a] as number);
	}
	return sum.map((value) => value / total);
}

/** The rotation whose quaternion is the eigenvector of Horn's symmetric 4 × 4 matrix with the largest value. */
function rotationOf(m: Float64Array): Float64Array {
	const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = m as unknown as number[] as [
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
		number,
	];
	const horn = [
		[xx + yy + zz, yz - zy, zx - xz, xy - yx],
		[yz - zy, xx - yy - zz, xy + yx, zx + xz],
		[zx - xz, xy + yx, -xx + yy - zz, yz + zy],
		[xy - yx, zx + xz, yz + zy, -xx - yy + zz],
	];
	const [w, x, y, z] = largestEigenvector(horn) as [number, number, number, number];
	return Float64Array.of(
		1 - 2 * (y * y + z * z),
		2 * (x * y - w * z),
		2 * (x * z + w * y),
		2 * (x * y + w * z),
		1 - 2 * (x * x + z * z),
		2 * (y * z - w * x),
		2 * (x * z - w * y),
		2 * (y * z + w * x),
		1 - 2 * (x * x + y * y),
	);
}

/** By Jacobi's rotations; the matrix is symmetric and is overwritten. */
function largestEigenvector(a: number[][]): number[] {
	const n = a.length;
	const get = (i: number, j: number): number => (a[i] as number[])[j] as number;
	const vectors = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
	for (let sweep = 0; sweep < 30; sweep++) {
		let off = 0;
		for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += get(p, q) ** 2;
		if (off < 1e-24) break;
		for (let p = 0; p < n; p++) {
			for (let q = p + 1; q < n; q++) {
				if (get(p, q) === 0) continue;
				const angle = 0.5 * Math.atan2(2 * get(p, q), get(q, q) - get(p, p));
				turn(a, vectors, p, q, Math.cos(angle), Math.sin(angle));
			}
		}
	}
	let best = 0;
	for (let i = 1; i < n; i++) if (get(i, i) > get(best, best)) best = i;
	return vectors.map((row) => row[best] as number);
}

function turn(a: number[][], vectors: number[][], p: number, q: number, cos: number, sin: number): void {
	const mix = (row: number[]): void => {
		const first = row[p] as number;
		const second = row[q] as number;
		row[p] = cos * first - sin * second;
		row[q] = sin * first + cos * second;
	};
	for (const row of a) mix(row);
	const rowP = a[p] as number[];
	const rowQ = a[q] as number[];
	for (let k = 0; k < rowP.length; k++) {
		const first = rowP[k] as number;
		const second = rowQ[k] as number;
		rowP[k] = cos * first - sin * second;
		rowQ[k] = sin * first + cos * second;
	}
	for (const row of vectors) mix(row);
}
