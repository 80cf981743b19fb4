import type { Matrix } from "@undertone/core";
import { deltas } from "../spectral/deltas.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { normalizeCepstra } from "../spectral/normalize-cepstra.ts";
import { createFrameStream } from "../streaming/create-frame-stream.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { streamRows } from "./signal-pieces.ts";

const sampleRate = 16000;
const hopLength = 160;
const nMfcc = 13;
/** Frames that a slope is taken over. */
const width = 9;

/**
 * Cepstra for hidden Markov models and Gaussian mixtures: 13 MFCC with deltas and delta-deltas, window 25 ms, step
 * 10 ms, each with mean 0 and deviation 1 over the clip (CMVN). The clip is needed whole.
 */
export const cepstra1: FeatureSet = cepstra(1, normalizeCepstra, ", in its deviations over the clip");

/** {@link cepstra1} as they are, without CMVN: how high and how wide cepstra lie over a clip tells emotions apart. */
export const cepstra2: FeatureSet = {
	...cepstra(2, (part) => part, ""),
	inPieces: (signal) =>
		streamRows(
			signal,
			createFrameStream({
				columns: 3 * nMfcc,
				hopLength,
				// Half a transform, and the frames that the slopes at the signal's end are fitted to.
				reach: 256 + width * hopLength,
				framesAtOnce: 16,
				whole: (part) => cepstra2.extract(part),
			}),
		),
};

function cepstra(version: number, bring: (part: Matrix) => Matrix, how: string): FeatureSet {
	return {
		id: `cepstra@${version}`,
		name: "cepstra",
		version,
		sampleRate,
		kind: "frames",
		hopLength,
		features: [
			describe("mfcc", "1", "", how),
			describe("delta", "1 per frame", "slope of ", how),
			describe("delta2", "1 per frame²", "curvature of ", how),
		].flat(),
		extract: (signal) => {
			const plain = mfcc(signal, {
				sampleRate,
				nFft: 512,
				winLength: 400,
				hopLength,
				nMels: 40,
				nMfcc,
				topDb: null,
			});
			const slopes = [1, 2].map((order) =>
				plain.rows < width ? zerosLike(plain) : deltas(plain, { width, order: order as 1 | 2 }),
			);
			const parts = [plain, ...slopes].map(bring);
			const columns = parts.length * nMfcc;
			const data = new Float32Array(plain.rows * columns);
			for (const [p, part] of parts.entries()) {
				for (let t = 0; t < plain.rows; t++) {
					for (let c = 0; c < nMfcc; c++)
						data[t * columns + p * nMfcc + c] = part.data[t * nMfcc + c] as number;
				}
			}
			return { rows: plain.rows, columns, data };
		},
	};
}

function describe(name: string, unit: string, what: string, how: string): FeatureDescription[] {
	return Array.from({ length: nMfcc }, (_, i) => ({
		name: `${name}${i}`,
		unit,
		source: "librosa",
		description: `MFCC ${i}: ${what}coefficient ${i} of 40 mel bands (window 400, FFT 512, step 160 samples)${how}.`,
	}));
}

/** A clip shorter than the slope's width has none. */
function zerosLike({ rows, columns }: Matrix): Matrix {
	return { rows, columns, data: new Float64Array(rows * columns) };
}
