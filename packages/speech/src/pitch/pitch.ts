import { createAutocorrelationFinder } from "./create-autocorrelation-finder.ts";
import { type FrameTimes, frameTimes, type PartOfSound } from "./frame-times.ts";
import { peakAroundMean } from "./peak-around-mean.ts";
import { emptyPitchCandidates, type PitchCandidates } from "./pitch-candidates.ts";
import { pitchPath } from "./pitch-path.ts";

/** Frequencies in Hz, times in seconds; the defaults are Praat's. */
export interface PitchOptions {
	readonly sampleRate: number;
	readonly step?: number;
	readonly pitchFloor?: number;
	readonly pitchCeiling?: number;
	/** Frames whose peak is below this share of the signal's peak lean to silence. */
	readonly silenceThreshold?: number;
	/** Strength of the unvoiced candidate: more makes fewer frames voiced. */
	readonly voicingThreshold?: number;
	/** How much higher candidates are favoured, per octave. */
	readonly octaveCost?: number;
	/** What a change of pitch costs, per octave and 10 ms. */
	readonly octaveJumpCost?: number;
	/** What a change of voicing costs, per 10 ms. */
	readonly voicedUnvoicedCost?: number;
	/** How many candidates a frame keeps, the unvoiced one included. */
	readonly maxCandidates?: number;
	/** If the signal is a part of a recording: where it lies, and how loud the whole is. */
	readonly part?: PartOfSound;
}

/** Where a voice is, and how high. */
export interface PitchContour extends FrameTimes {
	/** Hz, NaN where unvoiced, shape `[frames]`. */
	readonly f0: Float64Array;
}

/** What a pitch analysis finds. */
export interface Pitch extends PitchContour {
	/** Normalised autocorrelation at the chosen period, 0 where unvoiced, shape `[frames]`. */
	readonly strength: Float64Array;
	readonly pitchCeiling: number;
}

/**
 * Fundamental frequency by the autocorrelation method and a path through candidates: the numbers of Praat's
 * "Sound: To Pitch (ac)" with a Hanning window of three periods of the floor.
 *
 * A frame is voiced where the path through its candidates says so; in a frame with nothing but silence no
 * candidate is voiced. Depends on the whole signal through its peak (silence) and its path.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns One value every `step` seconds; no frame for a signal shorter than three periods of the floor.
 * @throws {RangeError} If not 0 < pitchFloor < pitchCeiling ≤ sampleRate / 2, or `step` is not positive.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110
 *
 * @example
 * const signal = Float32Array.from({ length: 8000 }, (_, i) => Math.sin((2 * Math.PI * 200 * i) / 16000));
 * Math.round(pitch(signal, { sampleRate: 16000 }).f0[10] ?? 0) // => 200
 */
export function pitch(signal: Float32Array, options: PitchOptions): Pitch {
	const {
		sampleRate,
		step = 0.01,
		pitchFloor = 75,
		pitchCeiling = 600,
		silenceThreshold = 0.03,
		voicingThreshold = 0.45,
		octaveCost = 0.01,
		octaveJumpCost = 0.35,
		voicedUnvoicedCost = 0.14,
		maxCandidates = 15,
		part,
	} = options;
	if (!(pitchFloor > 0 && pitchCeiling > pitchFloor && pitchCeiling <= sampleRate / 2 && step > 0)) {
		throw new RangeError(
			`pitch: 0 < pitchFloor < pitchCeiling ≤ sampleRate / 2 = ${sampleRate / 2} Hz and step > 0 must hold, got ${pitchFloor}, ${pitchCeiling} and ${step}. Praat's usual range is 75–600 Hz.`,
		);
	}
	const times = frameTimes(signal.length, sampleRate, 3 / pitchFloor, step, part);
	const candidates = emptyPitchCandidates(times.frames, maxCandidates);
	const find = createAutocorrelationFinder({
		sampleRate,
		pitchFloor,
		periodsPerWindow: 3,
		minStrength: 0.5 * voicingThreshold,
		octaveCost,
		// There, silence is stronger than a perfect period even after the cost of leaving and entering it.
		skipBelow: Math.max(
			0,
			((1 + voicingThreshold - (2 * voicedUnvoicedCost * 0.01) / step) * silenceThreshold) /
				(1 + voicingThreshold),
		),
	});
	find(signal, times, candidates, part?.peak ?? peakAroundMean(signal));
	const path = pitchPath(candidates, {
		step,
		pitchCeiling,
		silenceThreshold,
		voicingThreshold,
		octaveCost,
		octaveJumpCost,
		voicedUnvoicedCost,
	});
	return { ...times, ...chosen(candidates, path, pitchCeiling), pitchCeiling };
}

function chosen(
	{ frames, room, frequencies, strengths }: PitchCandidates,
	path: Int32Array,
	pitchCeiling: number,
): { f0: Float64Array; strength: Float64Array } {
	const f0 = new Float64Array(frames).fill(Number.NaN);
	const strength = new Float64Array(frames);
	for (let t = 0; t < frames; t++) {
		const at = t * room + (path[t] as number);
		const f = frequencies[at] as number;
		if (f > 0 && f < pitchCeiling) {
			f0[t] = f;
			strength[t] = strengths[at] as number;
		}
	}
	return { f0, strength };
}
