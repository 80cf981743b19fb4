import { createRandom, zeros } from "@undertone/core";
import type { Dataset } from "../dataset.ts";

/**
 * Samples of three classes around three centres, in features of very different scales, one of them constant,
 * with some undefined: easy to tell apart, so that an estimator that cannot is wrong.
 */
export function blobs(rows: number, seed: number): Dataset {
	const random = createRandom(seed);
	const scales = [1, 1000, 1e-3, 1, 5];
	const centres = [
		[0, 0, 0, 0, 0],
		[4, 0, 4, 0, 3],
		[0, 4, 4, 3, 0],
	];
	const x = zeros(rows, scales.length + 1);
	const y = new Int32Array(rows);
	for (let r = 0; r < rows; r++) {
		const c = r % centres.length;
		y[r] = c;
		for (const [k, factor] of scales.entries()) {
			const value = ((centres[c]?.[k] ?? 0) + random.normal()) * factor;
			x.data[r * x.columns + k] = random.next() < 0.02 ? Number.NaN : value;
		}
		x.data[r * x.columns + scales.length] = 7;
	}
	return { x, y, labels: ["sad", "happy", "angry"] };
}
