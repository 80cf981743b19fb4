import type { FrameFeature } from "../frames/frame-feature.ts";
import { intensityFrames } from "../intensity/intensity.ts";
import { yinFrames } from "../librosa-pitch/yin.ts";
import { chromaFrames } from "../spectral/chroma.ts";
import { deltaFrames } from "../spectral/deltas.ts";
import { logMelFrames, melFrames } from "../spectral/mel-spectrogram.ts";
import { mfccFrames } from "../spectral/mfcc.ts";
import { rmsFrames } from "../spectral/rms.ts";
import { contrastFrames } from "../spectral/spectral-contrast.ts";
import { momentFrames } from "../spectral/spectral-moments.ts";
import { shapeFrames } from "../spectral/spectral-shape.ts";
import { tonnetzFrames } from "../spectral/tonnetz.ts";
import { zeroCrossingFrames } from "../spectral/zero-crossing-rate.ts";
import { cepstralPeakFrames } from "../voice/cepstral-peak-prominence.ts";
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

/**
 * Every frame feature that streams. Where the usual definition looks at the whole clip, the stream's own definition does
 * not: levels are not clamped 80 dB below the clip's loudest, the tuning of chroma is given, and the frames of intensity
 * and of the cepstral peak are centred on multiples of the step.
 */
const features = {
	mel: melFrames,
	logMel: logMelFrames,
	mfcc: mfccFrames,
	centroid: (options) => momentFrames(options, ["centroid"]),
	bandwidth: (options) => momentFrames(options, ["bandwidth"]),
	rolloff: (options) => momentFrames(options, ["rolloff"]),
	flatness: (options) => momentFrames(options, ["flatness"]),
	contrast: (options) => contrastFrames(options),
	chroma: chromaFrames,
	tonnetz: (options) => tonnetzFrames(chromaFrames(options)),
	shape: shapeFrames,
	rms: ({ nFft, hopLength }) => rmsFrames({ frameLength: nFft, hopLength }),
	zeroCrossingRate: ({ nFft, hopLength }) => zeroCrossingFrames({ frameLength: nFft, hopLength }),
	deltas: (options) => deltaFrames(mfccFrames(options)),
	cepstralPeak: ({ sampleRate, hopLength }) => cepstralPeakFrames({ sampleRate, hopLength }),
	yin: ({ sampleRate, nFft, hopLength }) => yinFrames({ sampleRate, frameLength: nFft, hopLength }),
	intensity: intensityFrames,
} as const satisfies Record<string, (options: Required<FeatureStreamOptions>) => FrameFeature>;

/** Name of a frame feature that streams. */
export type StreamFeature = keyof typeof features;

/** The names of all frame features that stream. */
export const streamFeatures = Object.keys(features) as readonly StreamFeature[];

/** Why the others do not stream, or what streams in their place. */
export const notStreaming: Readonly<Record<string, string>> = {
	"mfcc, logMel, contrast with topDb":
		"Clamped below the loudest frame of the clip; the stream's definition has no clamp.",
	"chroma, tonnetz without tuning": "The tuning is estimated from the whole clip; a stream is given one.",
	pyin: "Its path goes through the whole clip. `createPitchStream` decides within a fixed delay. In pieces, as `inPieces` of librosa takes them, an hour goes through: no more is held than the paths that go on, and the path is that of the whole, known at its end.",
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
 * Holds a few frames of samples, however long the stream; in steady state a push allocates nothing but the frames that it
 * returns, which are the caller's to keep, and a few views.
 *
 * @param feature - One of {@link streamFeatures}.
 * @throws {RangeError} If there is no such feature, or it refuses the options.
 *
 * @example
 * createFeatureStream("mfcc", { sampleRate: 16000 }).push(new Float32Array(2048)).rows // => 3
 */
export function createFeatureStream(feature: StreamFeature, options: FeatureStreamOptions): FrameStream {
	if (!Object.hasOwn(features, feature)) {
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
	return createFrameStream(features[feature](given), given.framesAtOnce);
}
