import type { Matrix } from "@undertone/core";
import { decibels } from "@undertone/dsp";
import { overDifferenceFunctions } from "../librosa-pitch/difference-function.ts";
import { createPyinTracker, type PyinTrack, pyin } from "../librosa-pitch/pyin.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { chroma } from "../spectral/chroma.ts";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { contrastPowers, spectralContrast } from "../spectral/spectral-contrast.ts";
import { spectralMoments } from "../spectral/spectral-moments.ts";
import { estimateTuning } from "../spectral/tuning.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { classic180 } from "./classic180.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { frameWindows, rowsInPieces } from "./frames-in-pieces.ts";
import { gatherLibrosaWhole, type LibrosaWhole } from "./librosa-whole.ts";
import { sideBySide } from "./side-by-side.ts";
import type { SignalPieces } from "./signal-pieces.ts";

const sampleRate = 16000;
const hopLength = 512;
const options = { sampleRate, hopLength };
/** Octaves of the spectral contrast. */
const contrastBands = 6;

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
	hopLength,
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
	extract: (signal) => inSinglePrecision(rowsOf1(signal)),
	inPieces: async function* (signal) {
		const whole = await gather(signal);
		yield* rowsInPieces(signal, hopLength, (part, origin) => rowsOf1(part, whole, origin));
	},
};

/** What frames need of the whole recording. */
interface Whole extends LibrosaWhole {
	/** dB. */
	readonly contrast: { readonly peak: number; readonly valley: number };
	readonly track: PyinTrack;
}

async function gather(signal: SignalPieces): Promise<Whole> {
	const tracker = createPyinTracker(options);
	let peak = 0;
	let valley = 0;
	for await (const { signal: part, from, to } of frameWindows(signal, hopLength)) {
		overDifferenceFunctions(part, options, (values, t) => {
			if (t >= from && t < to) tracker.add(values);
		});
		const { peaks, valleys } = contrastPowers(part, contrastBands, options);
		const end = Math.min(peaks.rows, to) * peaks.columns;
		for (let i = from * peaks.columns; i < end; i++) {
			peak = Math.max(peak, peaks.data[i] as number);
			valley = Math.max(valley, valleys.data[i] as number);
		}
	}
	return {
		...(await gatherLibrosaWhole(signal, sampleRate, "power")),
		contrast: { peak: decibels(peak), valley: decibels(valley) },
		track: tracker.finish(),
	};
}

/** The rows of a clip, or of a part of a recording that begins on frame `origin`. */
function rowsOf1(signal: Float32Array, whole?: Whole, origin = 0): Matrix & { readonly data: Float64Array } {
	const moments = spectralMoments(signal, options);
	const level = rms(signal);
	const track = whole?.track ?? pyin(signal, options);
	const end = origin + level.length;
	return sideBySide([
		mfcc(signal, { sampleRate, nMfcc: 40, ...(whole && { highest: whole.highest }) }),
		chroma(signal, { ...options, ...(whole && { tuning: whole.tuning }) }),
		moments.centroid,
		moments.bandwidth,
		moments.rolloff,
		moments.flatness,
		spectralContrast(signal, { ...options, nBands: contrastBands, ...(whole && { whole: whole.contrast }) }),
		zeroCrossingRate(signal),
		level,
		yin(signal, options),
		track.f0.subarray(origin, end),
		Float64Array.from(track.voiced.slice(origin, end), Number),
		track.voicedProbability.subarray(origin, end),
	]);
}

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
	extract: (signal) => inSinglePrecision(rowsOf2(signal)),
	inPieces: async function* (signal) {
		const whole = await gather(signal);
		yield* rowsInPieces(signal, hopLength, (part, origin) => rowsOf2(part, whole, origin));
	},
};

function rowsOf2(signal: Float32Array, whole?: Whole, origin = 0): Matrix {
	const before = rowsOf1(signal, whole, origin);
	return sideBySide([
		before,
		melSpectrogram(signal, options),
		new Float64Array(before.rows).fill(whole?.tuning ?? estimateTuning(signal, options)),
	]);
}

function inSinglePrecision({ rows, columns, data }: Matrix): Matrix & { readonly data: Float32Array } {
	return { rows, columns, data: new Float32Array(data) };
}

/** The means of {@link librosa2} that many tutorials take, under the reference's name: 40 MFCC, 12 chroma, 128 mel. */
export const librosaMeans1: FeatureSet = {
	...classic180,
	id: "librosa-means@1",
	name: "librosa-means",
	features: classic180.features.map(({ unit, description }, i) =>
		describe(`classic180_mean_${i}`, unit, description),
	),
};

function indexed(name: string, n: number, text: (i: number) => string, unit = "1"): FeatureDescription[] {
	return Array.from({ length: n }, (_, i) => describe(`${name}_${i}`, unit, `${text(i)}.`));
}
