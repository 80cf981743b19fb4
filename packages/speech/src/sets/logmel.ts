import type { Matrix } from "@undertone/core";
import { melBandEdges, powerToDb } from "@undertone/dsp";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import type { FeatureSet } from "./feature-set.ts";
import { rowsInPieces } from "./frames-in-pieces.ts";

const sampleRate = 16000;
const hopLength = 160;
const nMels = 64;
const options = { sampleRate, nFft: 512, winLength: 400, hopLength, nMels, fMin: 50 };

/**
 * Log-mel spectrogram for networks: 64 bands, 50–8,000 Hz, window 25 ms, step 10 ms. Nothing is clamped by the
 * clip's loudest frame, so a stream gives the same numbers as the whole.
 */
export const logmel: FeatureSet = {
	id: "logmel@1",
	name: "logmel",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength,
	bandEdges: melBandEdges(options),
	features: Array.from({ length: nMels }, (_, i) => ({
		name: `logmel${i}`,
		unit: "dB",
		source: "librosa",
		description: `Level of mel band ${i} of ${nMels}, 50–8,000 Hz (window 400, FFT 512, step 160 samples), at least −100 dB.`,
	})),
	extract: (signal) => {
		const { rows, columns, data } = levels(signal);
		return { rows, columns, data: Float32Array.from(data) };
	},
	inPieces: (signal) => rowsInPieces(signal, hopLength, levels),
};

function levels(signal: Float32Array): Matrix {
	return powerToDb(melSpectrogram(signal, options), { topDb: null });
}
