import { emptyPitchCandidates } from "../pitch/pitch-candidates.ts";
import type { HarmonicityOptions } from "../voice/harmonicity.ts";
import {
	createHarmonicityFinder,
	harmonicityDepth,
	harmonicityRoom,
	strongestHnr,
} from "../voice/harmonicity-frames.ts";
import { createHeldFrames } from "./create-held-frames.ts";
import { createPeakSoFar } from "./create-peak-so-far.ts";
import { wholeSamples } from "./whole-samples.ts";

/** Frequencies in Hz, times in seconds; see {@link HarmonicityOptions}. */
export interface HarmonicityStreamOptions extends HarmonicityOptions {
	/** Until the signal has been louder, this counts as its peak. */
	readonly smallestPeak?: number;
}

/** Turns chunks of a signal into a contour of the harmonics-to-noise ratio. */
export interface HarmonicityStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns The frames that are complete now, dB, NaN where silent or without any period, shape `[frames]`.
	 */
	push(chunk: Float32Array): Float64Array;
	/** Ends the signal and gives the frames left, shape `[frames]`. */
	finish(): Float64Array;
}

/** Frames computed at once, if a chunk completes as many. */
const framesAtOnce = 8;
const none = new Float64Array(0);

/**
 * Harmonics-to-noise ratio while the signal arrives: {@link harmonicity}, frame by frame.
 *
 * Differs from the whole signal's contour in two ways: frame t is centred on time t · step, zeros standing around the
 * signal (1 + floor(n / (step · sampleRate)) frames); silence is relative to the largest sample so far, not to the whole
 * signal's largest distance from its mean. Where frames of the two lie on the same time, inside the signal, and both
 * hear a period, the numbers are the same. Whatever the chunks, the contour is the same.
 *
 * A frame comes when its window (`"cc"`: one period of the floor, `"ac"`: 4.5) and 72 samples have gone by.
 *
 * @throws {RangeError} If not 0 < pitchFloor ≤ sampleRate / 8, or `step` is no whole number of samples.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110
 *
 * @example
 * createHarmonicityStream({ sampleRate: 16000 }).push(new Float32Array(1600)).length // => 9
 */
export function createHarmonicityStream({
	sampleRate,
	step = 0.01,
	pitchFloor = 75,
	silenceThreshold = 0.1,
	method = "cc",
	periodsPerWindow = method === "cc" ? 1 : 4.5,
	smallestPeak = 0.01,
}: HarmonicityStreamOptions): HarmonicityStream {
	if (!(pitchFloor > 0 && pitchFloor <= sampleRate / 8)) {
		throw new RangeError(
			`createHarmonicityStream: pitchFloor must be in (0, sampleRate / 8] = (0, ${sampleRate / 8}] Hz, got ${pitchFloor}. Praat's usual floor is 75 Hz.`,
		);
	}
	const hopLength = wholeSamples("createHarmonicityStream", step, sampleRate);
	const { find, windowDuration } = createHarmonicityFinder(method, {
		sampleRate,
		pitchFloor,
		periodsPerWindow,
		// Nothing can be said of a frame of zeros.
		skipBelow: 0,
	});
	const found = emptyPitchCandidates(framesAtOnce, harmonicityRoom);
	const times = { frames: 0, start: 0, step };
	// The mean is taken over a longest period to either side.
	const reach = Math.ceil(Math.max(0.5 * windowDuration, 1 / pitchFloor) * sampleRate) + 2;
	const after = reach + harmonicityDepth;
	const peak = createPeakSoFar(smallestPeak, hopLength, after);
	let ratios = none;
	let at = 0;
	const stream = createHeldFrames({
		hopLength,
		before: Math.max(reach, hopLength),
		after,
		most: framesAtOnce,
		take: (held, centre, count) => {
			times.frames = count;
			times.start = centre / sampleRate;
			found.counts.fill(1);
			// The peak so far is known only frame by frame.
			find(held, times, found, 1);
			for (let t = 0; t < count; t++) {
				const intensity = Math.min(1, (found.intensities[t] as number) / peak(held, centre + t * hopLength));
				ratios[at++] = strongestHnr(found, t, intensity, silenceThreshold);
			}
		},
	});
	const begin = (length: number): void => {
		ratios = length === 0 ? none : new Float64Array(length);
		at = 0;
	};
	return {
		push: (chunk) => {
			begin(stream.due(chunk.length));
			stream.push(chunk);
			return ratios;
		},
		finish: () => {
			begin(stream.left());
			stream.finish();
			return ratios;
		},
	};
}
