import { type FrameTimes, frameTimes, type PartOfSound } from "../pitch/frame-times.ts";
import { peakAroundMean } from "../pitch/peak-around-mean.ts";
import { emptyPitchCandidates } from "../pitch/pitch-candidates.ts";
import { createHarmonicityFinder, harmonicityRoom, strongestHnr } from "./harmonicity-frames.ts";

/** Frequencies in Hz, times in seconds; the defaults are Praat's. */
export interface HarmonicityOptions {
	readonly sampleRate: number;
	readonly step?: number;
	readonly pitchFloor?: number;
	/** Frames whose peak is below this share of the signal's peak lean to silence. */
	readonly silenceThreshold?: number;
	/** Length of the window in periods of the floor: 1 for `"cc"`, 4.5 for `"ac"`. */
	readonly periodsPerWindow?: number;
	/** By cross-correlation (Praat's recommendation) or by autocorrelation. */
	readonly method?: "cc" | "ac";
	/** If the signal is a part of a recording: where it lies, and how loud the whole is. */
	readonly part?: PartOfSound;
}

/** A contour of the harmonics-to-noise ratio. */
export interface Harmonicity extends FrameTimes {
	/** dB, NaN where silent or without any period (Praat writes −200), shape `[frames]`. */
	readonly hnr: Float64Array;
}

/**
 * Harmonics-to-noise ratio: 10 log10(r / (1 − r)) of the strongest normalised correlation r, the numbers of
 * Praat's "To Harmonicity (cc)" and "(ac)".
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns No frame for a signal shorter than a window (`"cc"`: a window and the longest period).
 * @throws {RangeError} If not 0 < pitchFloor ≤ sampleRate / 8, or `step` is not positive.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110
 */
export function harmonicity(signal: Float32Array, options: HarmonicityOptions): Harmonicity {
	const { sampleRate, step = 0.01, pitchFloor = 75, silenceThreshold = 0.1, method = "cc", part } = options;
	const { periodsPerWindow = method === "cc" ? 1 : 4.5 } = options;
	if (!(pitchFloor > 0 && pitchFloor <= sampleRate / 8 && step > 0)) {
		throw new RangeError(
			`harmonicity: pitchFloor must be in (0, sampleRate / 8] = (0, ${sampleRate / 8}] Hz and step positive, got ${pitchFloor} Hz and ${step} s. Praat's usual floor is 75 Hz.`,
		);
	}
	// At and below the threshold, silence is as strong as the best correlation.
	const { find, windowDuration } = createHarmonicityFinder(method, {
		sampleRate,
		pitchFloor,
		periodsPerWindow,
		skipBelow: silenceThreshold,
	});
	const times = frameTimes(signal.length, sampleRate, windowDuration, step, part);
	const candidates = emptyPitchCandidates(times.frames, harmonicityRoom);
	find(signal, times, candidates, part?.peak ?? peakAroundMean(signal));
	const hnr = candidates.intensities.map((intensity, t) =>
		strongestHnr(candidates, t, intensity, silenceThreshold),
	);
	return { ...times, hnr };
}
