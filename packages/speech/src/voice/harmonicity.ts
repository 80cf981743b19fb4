import { autocorrelationCandidates } from "../pitch/autocorrelation-candidates.ts";
import { crossCorrelationCandidates } from "../pitch/cross-correlation-candidates.ts";
import { type FrameTimes, frameTimes } from "../pitch/frame-times.ts";
import { emptyPitchCandidates, type PitchCandidates } from "../pitch/pitch-candidates.ts";

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
	const { sampleRate, step = 0.01, pitchFloor = 75, silenceThreshold = 0.1, method = "cc" } = options;
	const { periodsPerWindow = method === "cc" ? 1 : 4.5 } = options;
	if (!(pitchFloor > 0 && pitchFloor <= sampleRate / 8 && step > 0)) {
		throw new RangeError(
			`harmonicity: pitchFloor must be in (0, sampleRate / 8] = (0, ${sampleRate / 8}] Hz and step positive, got ${pitchFloor} Hz and ${step} s. Praat's usual floor is 75 Hz.`,
		);
	}
	// The cross-correlation also needs the longest lag; the Gaussian's effective length is half of its length.
	const periods = method === "cc" ? periodsPerWindow + 1 : 2 * periodsPerWindow;
	const times = frameTimes(signal.length, sampleRate, periods / pitchFloor, step);
	const candidates = emptyPitchCandidates(times.frames, 15);
	const find = method === "cc" ? crossCorrelationCandidates : autocorrelationCandidates;
	find(signal, times, candidates, {
		sampleRate,
		pitchFloor,
		periodsPerWindow: method === "cc" ? periodsPerWindow : periods,
		window: "gauss",
		depth: 70,
		bestOnly: true,
		// At and below this, silence is as strong as the best correlation.
		skipBelow: silenceThreshold,
		minStrength: 0,
		octaveCost: 0,
	});
	return { ...times, hnr: strongest(candidates, silenceThreshold) };
}

function strongest(
	{ frames, room, counts, strengths, intensities }: PitchCandidates,
	silenceThreshold: number,
): Float64Array {
	const hnr = new Float64Array(frames).fill(Number.NaN);
	for (let t = 0; t < frames; t++) {
		let best = 0;
		for (let i = 1; i < (counts[t] as number); i++) best = Math.max(best, strengths[t * room + i] as number);
		const unvoiced = Math.max(0, 2 - (intensities[t] as number) / silenceThreshold);
		// A correlation of 1 would be infinitely harmonic: rounding leaves 150 dB.
		if (best > unvoiced) hnr[t] = 10 * Math.log10(best / Math.max(1e-15, 1 - best));
	}
	return hnr;
}
