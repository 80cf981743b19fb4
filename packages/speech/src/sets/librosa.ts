import type { Matrix } from "@undertone/core";
import { pyin } from "../librosa-pitch/pyin.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { chroma } from "../spectral/chroma.ts";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { spectralContrast } from "../spectral/spectral-contrast.ts";
import { spectralMoments } from "../spectral/spectral-moments.ts";
import { estimateTuning } from "../spectral/tuning.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { classic180 } from "./classic180.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;

const describe = (name: string, unit: string, description: string): FeatureDescription => ({
	name,
	unit,
	source: "librosa",
	description,
});

/** Frame features under librosa's names and with its defaults (window 2048, step 512 samples) at 16 kHz. */
export const librosa1: FeatureSet = {
	id: "librosa@1",
	name: "librosa",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength: 512,
	features: [
		...indexed("mfcc40", 40, (i) => `MFCC ${i} of 40`),
		...indexed("chroma_stft", 12, (i) => `Pitch class ${i}, counted from C, in a spectrum of power`),
		describe("spectral_centroid", "Hz", "Mean frequency, weighted by magnitude."),
		describe("spectral_bandwidth", "Hz", "Deviation around the centroid."),
		describe("spectral_rolloff85", "Hz", "Frequency below which lies 85 % of the magnitude."),
		describe("spectral_flatness", "1", "Geometric over arithmetic mean of the power."),
		...indexed("spectral_contrast", 7, (i) => `Peak over valley of octave band ${i}`, "dB"),
		describe("zero_crossing_rate", "1", "Share of samples at which the sign changes."),
		describe("rms", "1", "Root mean square."),
		describe("yin_f0", "Hz", "Pitch by YIN, 60–500 Hz, voiced or not."),
		describe("pyin_f0", "Hz", "Pitch by probabilistic YIN, 60–500 Hz, NaN where unvoiced."),
		describe("pyin_voiced_flag", "1", "Whether probabilistic YIN calls the frame voiced: 1 or 0."),
		describe("pyin_voiced_prob", "1", "Its probability of being voiced."),
	],
	extract: (signal) => {
		const options = { sampleRate };
		const moments = spectralMoments(signal, options);
		const track = pyin(signal, options);
		return sideBySide([
			mfcc(signal, { sampleRate, nMfcc: 40 }),
			chroma(signal, options),
			moments.centroid,
			moments.bandwidth,
			moments.rolloff,
			moments.flatness,
			spectralContrast(signal, options),
			zeroCrossingRate(signal),
			rms(signal),
			yin(signal, options),
			track.f0,
			Float64Array.from(track.voiced, Number),
			track.voicedProbability,
		]);
	},
};

/**
 * {@link librosa1}, and the two that it lacks: the power in 128 mel bands, and the tuning that chroma was taken at, which
 * is one number a clip and stands in every row.
 */
export const librosa2: FeatureSet = {
	...librosa1,
	id: "librosa@2",
	version: 2,
	features: [
		...librosa1.features,
		...indexed("mel128_power", 128, (i) => `Power in mel band ${i} of 128, 0–8,000 Hz`, "power"),
		describe(
			"chroma_stft_tuning",
			"semitones",
			"Deviation of the clip from A = 440 Hz, the same in every row.",
		),
	],
	extract: (signal) => {
		const before = librosa1.extract(signal);
		return sideBySide([
			before,
			melSpectrogram(signal, { sampleRate }),
			new Float64Array(before.rows).fill(estimateTuning(signal, { sampleRate })),
		]);
	},
};

/** The means of {@link librosa2} that many tutorials take, under the reference's name: 40 MFCC, 12 chroma, 128 mel. */
export const librosaMeans1: FeatureSet = {
	id: "librosa-means@1",
	name: "librosa-means",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: classic180.features.map(({ unit, description }, i) =>
		describe(`classic180_mean_${i}`, unit, description),
	),
	extract: classic180.extract,
};

function indexed(name: string, n: number, text: (i: number) => string, unit = "1"): FeatureDescription[] {
	return Array.from({ length: n }, (_, i) => describe(`${name}_${i}`, unit, `${text(i)}.`));
}

/** Joins contours and matrices of one number of frames column by column. */
function sideBySide(parts: readonly (Float64Array | Matrix)[]): Matrix & { readonly data: Float32Array } {
	const matrices = parts.map((part) =>
		part instanceof Float64Array ? { rows: part.length, columns: 1, data: part } : part,
	);
	const rows = matrices[0]?.rows ?? 0;
	const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
	const data = new Float32Array(rows * columns);
	let at = 0;
	for (const matrix of matrices) {
		for (let r = 0; r < rows; r++) {
			for (let c = 0; c < matrix.columns; c++) {
				data[r * columns + at + c] = matrix.data[r * matrix.columns + c] as number;
			}
		}
		at += matrix.columns;
	}
	return { rows, columns, data };
}
