import type { Matrix } from "@undertone/core";

/**
 * Tonal centroids: the pitch classes, scaled to sum 1, projected on the circles of fifths, minor thirds and major
 * thirds: `librosa.feature.tonnetz` of a given chromagram.
 *
 * @param chromagram - Shape `[frames, 12]`, from C on.
 * @returns Shape `[frames, 6]`: sine and cosine of fifths, minor thirds, major thirds (radii 1, 1, 1/2).
 * @throws {RangeError} If there are not twelve pitch classes.
 * @see Harte, Sandler & Gasser (2006), doi:10.1145/1178723.1178727
 */
export function tonnetz(chromagram: Matrix): Matrix & { readonly data: Float64Array } {
	const { rows, columns, data } = chromagram;
	if (columns !== 12) throw new RangeError(`tonnetz: there must be 12 pitch classes, got ${columns}.`);
	const out = new Float64Array(rows * 6);
	for (let t = 0; t < rows; t++) {
		let total = 0;
		for (let c = 0; c < 12; c++) total += Math.abs(data[t * 12 + c] as number);
		if (total === 0) continue;
		for (const [i, { step, radius }] of circles.entries()) {
			for (let c = 0; c < 12; c++) {
				const share = (data[t * 12 + c] as number) / total;
				const at = t * 6 + 2 * i;
				out[at] = (out[at] as number) + share * radius * Math.sin((step * Math.PI * c) / 6);
				out[at + 1] = (out[at + 1] as number) + share * radius * Math.cos((step * Math.PI * c) / 6);
			}
		}
	}
	return { rows, columns: 6, data: out };
}

const circles = [
	{ step: 7, radius: 1 },
	{ step: 9, radius: 1 },
	{ step: 4, radius: 0.5 },
];
