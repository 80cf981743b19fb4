import type { Matrix } from "@undertone/core";
import { deltas } from "../spectral/deltas.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { cepstralScale, normalizeCepstra } from "../spectral/normalize-cepstra.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { meansInPieces, rowsInPieces } from "./frames-in-pieces.ts";

const sampleRate = 16000;
const hopLength = 160;
const nMfcc = 13;
/** Frames that a slope is taken over. */
const width = 9;

/**
 * Cepstra for hidden Markov models and Gaussian mixtures: 13 MFCC with deltas and delta-deltas, window 25 ms, step
 * 10 ms, each with mean 0 and deviation 1 over the clip (CMVN). A long recording is gone through three times.
 */
export const cepstra1: FeatureSet = {
	...about(1, ", in its deviations over the clip"),
	extract: (signal) => inSinglePrecision(normalizeCepstra(cepstra(signal))),
	inPieces: async function* (signal) {
		const means = await meansInPieces(signal, hopLength, cepstra);
		const away = (x: number, c: number): number => x - (means[c] as number);
		const variances = await meansInPieces(signal, hopLength, (part) =>
			changed(cepstra(part), (x, c) => away(x, c) ** 2),
		);
		const scales = variances.map((variance, c) => cepstralScale(means[c] as number, variance));
		yield* rowsInPieces(signal, hopLength, (part) =>
			changed(cepstra(part), (x, c) => away(x, c) * (scales[c] as number)),
		);
	},
};

/** {@link cepstra1} as they are, without CMVN: how high and how wide cepstra lie over a clip tells emotions apart. */
export const cepstra2: FeatureSet = {
	...about(2, ""),
	extract: (signal) => inSinglePrecision(cepstra(signal)),
	inPieces: (signal) => rowsInPieces(signal, hopLength, cepstra),
};

/** MFCC, their slopes and their curvatures side by side, shape `[frames, 3 · nMfcc]`. */
function cepstra(signal: Float32Array): Matrix & { readonly data: Float64Array } {
	const plain = mfcc(signal, {
		sampleRate,
		nFft: 512,
		winLength: 400,
		hopLength,
		nMels: 40,
		nMfcc,
		topDb: null,
	});
	const columns = 3 * nMfcc;
	const data = new Float64Array(plain.rows * columns);
	// A clip shorter than the slope's width has none.
	const slopes = plain.rows < width ? [] : ([1, 2] as const).map((order) => deltas(plain, { width, order }));
	for (const [p, part] of [plain, ...slopes].entries()) {
		for (let t = 0; t < plain.rows; t++) {
			for (let c = 0; c < nMfcc; c++) data[t * columns + p * nMfcc + c] = part.data[t * nMfcc + c] as number;
		}
	}
	return { rows: plain.rows, columns, data };
}

/** Changes every number of a matrix where it stands. */
function changed(
	matrix: Matrix & { readonly data: Float64Array },
	change: (x: number, column: number) => number,
): Matrix {
	const { columns, data } = matrix;
	for (let i = 0; i < data.length; i++) data[i] = change(data[i] as number, i % columns);
	return matrix;
}

function inSinglePrecision({ rows, columns, data }: Matrix): Matrix & { readonly data: Float32Array } {
	return { rows, columns, data: Float32Array.from(data) };
}

function about(version: number, how: string): Omit<FeatureSet, "extract"> {
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
