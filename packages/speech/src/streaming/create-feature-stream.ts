import type { Matrix } from "@undertone/core";
import { powerSpectrogram, powerToDb } from "@undertone/dsp";
import { intensityAt } from "../intensity/intensity.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { chroma } from "../spectral/chroma.ts";
import { deltas } from "../spectral/deltas.ts";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { spectralContrast } from "../spectral/spectral-contrast.ts";
import { spectralMoments } from "../spectral/spectral-moments.ts";
import { spectralShape } from "../spectral/spectral-shape.ts";
import { tonnetz } from "../spectral/tonnetz.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
import { cepstralPeakProminence } from "../voice/cepstral-peak-prominence.ts";
import { createFrameStream, type FrameStream } from "./create-frame-stream.ts";

/** Lengths in samples, rate in Hz. */
export interface FeatureStreamOptions {
	readonly sampleRate: number;
	readonly nFft?: number;
	readonly hopLength?: number;
	readonly nMels?: number;
	readonly nMfcc?: number;
	/** Share of a semitone, for chroma and tonnetz: a stream cannot estimate it from the whole. */
	readonly tuning?: number;
	/** Of intensity, whose window is 6.4 periods of it, Hz. */
	readonly pitchFloor?: number;
	/** How many frames are computed at once; more is cheaper and later. */
	readonly framesAtOnce?: number;
}

/** Frames that a slope is fitted to. */
const deltaWidth = 9;

type Whole = (signal: Float32Array, options: Required<FeatureStreamOptions>) => Matrix;

const column = (values: Float64Array): Matrix => ({ rows: values.length, columns: 1, data: values });

/**
 * Every frame feature that streams, and how it is computed of a whole signal. Where the usual definition looks at the
 * whole clip, the stream's own definition does not: levels are not clamped 80 dB below the clip's loudest (`topDb`
 * is null), the tuning of chroma is given, and the frames of intensity and of the cepstral peak are centred on multiples
 * of the step.
 */
const wholes = {
	mel: (s, o) => melSpectrogram(s, o),
	logMel: (s, o) => powerToDb(melSpectrogram(s, o), { topDb: null }),
	mfcc: (s, o) => mfcc(s, { ...o, topDb: null }),
	centroid: (s, o) => column(spectralMoments(s, o).centroid),
	bandwidth: (s, o) => column(spectralMoments(s, o).bandwidth),
	rolloff: (s, o) => column(spectralMoments(s, o).rolloff),
	flatness: (s, o) => column(spectralMoments(s, o).flatness),
	contrast: (s, o) => spectralContrast(s, { ...o, topDb: null }),
	chroma: (s, o) => chroma(s, o),
	tonnetz: (s, o) => tonnetz(chroma(s, o)),
	shape: (s, { sampleRate, nFft, hopLength }) =>
		spectralShape(powerSpectrogram(s, { nFft, hopLength }), sampleRate),
	rms: (s, { nFft, hopLength }) => column(rms(s, { frameLength: nFft, hopLength })),
	zeroCrossingRate: (s, { nFft, hopLength }) => column(zeroCrossingRate(s, { frameLength: nFft, hopLength })),
	deltas: (s, o) => {
		const cepstra = mfcc(s, { ...o, topDb: null });
		if (cepstra.rows >= deltaWidth) return deltas(cepstra, { width: deltaWidth });
		return { ...cepstra, data: new Float64Array(cepstra.data.length) };
	},
	cepstralPeak: (s, { sampleRate, hopLength }) => {
		// Its frames are centred half a step later: the signal is given half a step of silence before.
		const shifted = new Float32Array(s.length + hopLength);
		shifted.set(s, hopLength >> 1);
		return column(
			cepstralPeakProminence(shifted, { sampleRate, hopLength }).subarray(
				0,
				1 + Math.floor(s.length / hopLength),
			),
		);
	},
	yin: (s, { sampleRate, nFft, hopLength }) => column(yin(s, { sampleRate, frameLength: nFft, hopLength })),
	intensity: (s, { sampleRate, hopLength, pitchFloor }) => {
		const times = {
			frames: 1 + Math.floor(s.length / hopLength),
			start: 0.5 / sampleRate,
			step: hopLength / sampleRate,
		};
		return column(intensityAt(s, times, { sampleRate, pitchFloor, subtractMean: true }));
	},
} as const satisfies Record<string, Whole>;

/** Name of a frame feature that streams. */
export type StreamFeature = keyof typeof wholes;

/** The names of all frame features that stream. */
export const streamFeatures = Object.keys(wholes) as readonly StreamFeature[];

/** Why the others do not stream, or what streams in their place. */
export const notStreaming: Readonly<Record<string, string>> = {
	"mfcc, logMel, contrast with topDb":
		"Clamped below the loudest frame of the clip; the stream's definition has no clamp.",
	"chroma, tonnetz without tuning": "The tuning is estimated from the whole clip; a stream is given one.",
	pyin: "Its path goes through the whole clip. `createPitchStream` decides within a fixed delay.",
	pitch:
		"Silence is relative to the clip's peak and the path goes through the whole clip. `createPitchStream` takes the peak so far and a fixed delay.",
	"intensity (Praat's frames)":
		"The frames are centred in the clip, whose length a stream does not know; the stream's lie on multiples of the step.",
	harmonicity:
		"Praat's frames, as intensity's, and silence is relative to the clip's peak. `createHarmonicityStream` takes multiples of the step and the peak so far.",
	formants:
		"Praat's frames, as intensity's, and a resampling by a filter over the whole clip. `createFormantStream` takes multiples of the step and a filter of 1,024 samples.",
	harmonicLevels:
		"Needs F0 and formants of the same frame, and those do not stream as Praat has them. In pieces of a minute, as `inPieces` of gemaps88 takes them, it does.",
	shortSpectra:
		"As harmonicLevels, part of gemaps88, which goes through a long recording in pieces (`inPieces`) with the same numbers.",
	"normalizeCepstra, modulationSpectrum, meanLogSpectrum":
		"Statistics of the whole clip: mean and deviation, a window as long as the clip, a mean over all frames.",
	"pulses, jitter, shimmer, glottal parameters":
		"They hang on voiced stretches, which begin to be searched in their middle.",
	"functionals and every set of one row a clip":
		"Statistics of the clip: push frames, and take them at its end.",
};

/**
 * The stream of a frame feature: chunks of any size give what the whole signal gives, number by number, frame t
 * centred on sample t · hopLength and zeros (for the zero-crossing rate the outermost samples) around the signal.
 *
 * Holds a few frames of samples, however long the stream.
 *
 * @param feature - One of {@link streamFeatures}.
 * @throws {RangeError} If there is no such feature, or it refuses the options.
 *
 * @example
 * createFeatureStream("mfcc", { sampleRate: 16000 }).push(new Float32Array(2048)).rows // => 2
 */
export function createFeatureStream(feature: StreamFeature, options: FeatureStreamOptions): FrameStream {
	const whole: Whole | undefined = wholes[feature];
	if (whole === undefined) {
		throw new RangeError(
			`createFeatureStream: there is no streaming feature "${feature}", expected one of ${streamFeatures.join(", ")}.`,
		);
	}
	const given = {
		nFft: 2048,
		hopLength: 512,
		nMels: 128,
		nMfcc: 20,
		tuning: 0,
		pitchFloor: 75,
		framesAtOnce: 1,
		...options,
	};
	const { sampleRate, nFft, hopLength, pitchFloor, framesAtOnce } = given;
	const windows: Partial<Record<StreamFeature, number>> = {
		intensity: Math.floor((0.5 * 6.4 * sampleRate) / pitchFloor) + 1,
		// Flux also looks at the frame before, the slopes at the signal's end at the last nine frames.
		shape: Math.ceil(nFft / 2) + hopLength,
		deltas: Math.ceil(nFft / 2) + deltaWidth * hopLength,
		cepstralPeak: 2 ** Math.round(Math.log2(0.064 * sampleRate)) / 2 + hopLength,
	};
	const reach = windows[feature] ?? Math.ceil(nFft / 2);
	return createFrameStream({
		columns: whole(new Float32Array(0), given).columns,
		hopLength,
		reach,
		framesAtOnce,
		whole: (signal) => whole(signal, given),
	});
}
