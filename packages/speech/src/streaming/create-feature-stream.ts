import type { Matrix } from "@undertone/core";
import { powerToDb } from "@undertone/dsp";
import { intensityAt } from "../intensity/intensity.ts";
import { yin } from "../librosa-pitch/yin.ts";
import { chroma } from "../spectral/chroma.ts";
import { melSpectrogram } from "../spectral/mel-spectrogram.ts";
import { mfcc } from "../spectral/mfcc.ts";
import { rms } from "../spectral/rms.ts";
import { spectralContrast } from "../spectral/spectral-contrast.ts";
import { spectralMoments } from "../spectral/spectral-moments.ts";
import { tonnetz } from "../spectral/tonnetz.ts";
import { zeroCrossingRate } from "../spectral/zero-crossing-rate.ts";
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

type Whole = (signal: Float32Array, options: Required<FeatureStreamOptions>) => Matrix;

const column = (values: Float64Array): Matrix => ({ rows: values.length, columns: 1, data: values });

/**
 * Every frame feature that streams, and how it is computed of a whole signal. Where the usual definition looks at the
 * whole clip, the stream's own definition does not: levels are not clamped 80 dB below the clip's loudest (`topDb`
 * is null), the tuning of chroma is given, and the frames of intensity are centred on multiples of the step.
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
	rms: (s, { nFft, hopLength }) => column(rms(s, { frameLength: nFft, hopLength })),
	zeroCrossingRate: (s, { nFft, hopLength }) => column(zeroCrossingRate(s, { frameLength: nFft, hopLength })),
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
	"harmonicity, formants":
		"Praat's frames, as intensity's. The formants are resampled by a filter over the whole clip.",
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
	const reach =
		feature === "intensity" ? Math.floor((0.5 * 6.4 * sampleRate) / pitchFloor) + 1 : Math.ceil(nFft / 2);
	return createFrameStream({
		columns: whole(new Float32Array(0), given).columns,
		hopLength,
		reach,
		framesAtOnce,
		whole: (signal) => whole(signal, given),
	});
}
