import type { Matrix } from "@undertone/core";
import { type FrameFeature, framesFrom } from "../frames/frame-feature.ts";

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
	const out = new Float64Array(rows * nCentroids);
	addCentroids(data, rows, out, 0);
	return { rows, columns: nCentroids, data: out };
}

/** {@link tonnetz} of a chromagram that comes as frames. */
export function tonnetzFrames(chromagram: FrameFeature): FrameFeature {
	return framesFrom(chromagram, nCentroids, (rows, count, out, at) => {
		out.fill(0, at, at + count * nCentroids);
		addCentroids(rows, count, out, at);
	});
}

const nCentroids = 6;
const circles = [
	{ step: 7, radius: 1 },
	{ step: 9, radius: 1 },
	{ step: 4, radius: 0.5 },
];

/** Adds the centroids of frames to `out` from index `first` on. */
function addCentroids(pitchClasses: Matrix["data"], rows: number, out: Float64Array, first: number): void {
	for (let t = 0; t < rows; t++) {
		let total = 0;
		for (let c = 0; c < 12; c++) total += Math.abs(pitchClasses[t * 12 + c] as number);
		if (total === 0) continue;
		for (let i = 0; i < circles.length; i++) {
			const { step, radius } = circles[i] as (typeof circles)[number];
			const at = first + t * nCentroids + 2 * i;
			for (let c = 0; c < 12; c++) {
				const share = (pitchClasses[t * 12 + c] as number) / total;
				out[at] = (out[at] as number) + share * radius * Math.sin((step * Math.PI * c) / 6);
				out[at + 1] = (out[at + 1] as number) + share * radius * Math.cos((step * Math.PI * c) / 6);
			}
		}
	}
}
