import { createAutocorrelationFinder } from "../pitch/create-autocorrelation-finder.ts";
import type { PitchOptions } from "../pitch/pitch.ts";
import { emptyPitchCandidates } from "../pitch/pitch-candidates.ts";
import { createHeldFrames } from "./create-held-frames.ts";
import { createPathStream } from "./create-path-stream.ts";
import { createPeakSoFar } from "./create-peak-so-far.ts";
import { wholeSamples } from "./whole-samples.ts";

/** Frequencies in Hz, times in seconds; see {@link PitchOptions}. */
export interface PitchStreamOptions extends PitchOptions {
	/** How long after a frame its pitch is decided on, s: the path may still turn within it. */
	readonly delay?: number;
	/** Until the signal has been louder, this counts as its peak. */
	readonly smallestPeak?: number;
}

/** Turns chunks of a signal into a pitch contour, `delay` behind. */
export interface PitchStream {
	/**
	 * Takes the next samples, any number of them.
	 *
	 * @returns Hz of the frames decided on now, NaN where unvoiced.
	 */
	push(chunk: Float32Array): Float64Array;
	/** Ends the signal and gives the frames left. */
	finish(): Float64Array;
}

/** Frames computed at once, if a chunk completes as many. */
const framesAtOnce = 8;
const none = new Float64Array(0);

/**
 * F0 while the signal arrives: the candidates of {@link pitch}, and its path decided within a fixed delay.
 *
 * Differs from the whole signal's contour in three ways: frame t is centred on sample t · step, zeros standing around
 * the signal; silence is relative to the largest sample so far; frame t is decided by the best path to frame
 * t + delay / step. Whatever the chunks, the contour is the same.
 *
 * In steady state a frame allocates nothing but a few views and its place in what `push` returns.
 *
 * @throws {RangeError} If not 0 < pitchFloor < pitchCeiling ≤ sampleRate / 2, or `step` is no whole number of samples.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110
 */
export function createPitchStream({
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
	delay = 0.2,
	smallestPeak = 0.01,
}: PitchStreamOptions): PitchStream {
	if (!(pitchFloor > 0 && pitchCeiling > pitchFloor && pitchCeiling <= sampleRate / 2)) {
		throw new RangeError(
			`createPitchStream: 0 < pitchFloor < pitchCeiling ≤ sampleRate / 2 = ${sampleRate / 2} Hz must hold, got ${pitchFloor} and ${pitchCeiling}.`,
		);
	}
	const hopLength = wholeSamples("createPitchStream", step, sampleRate);
	const reach = Math.floor(sampleRate / pitchFloor) * 2;
	const find = createAutocorrelationFinder({
		sampleRate,
		pitchFloor,
		periodsPerWindow: 3,
		minStrength: 0.5 * voicingThreshold,
		octaveCost,
		// Nothing can be said of a frame of zeros.
		skipBelow: 0,
	});
	const found = emptyPitchCandidates(framesAtOnce, maxCandidates);
	const times = { frames: 0, start: 0, step };
	const delayed = Math.round(delay / step);
	const path = createPathStream(delayed, maxCandidates, {
		step,
		pitchCeiling,
		silenceThreshold,
		voicingThreshold,
		octaveCost,
		octaveJumpCost,
		voicedUnvoicedCost,
	});
	const peak = createPeakSoFar(smallestPeak, hopLength, reach);
	/** Frames so far, and where those decided on go. */
	let frames = 0;
	let decided = new Float64Array(0);
	let at = 0;
	const stream = createHeldFrames({
		hopLength,
		before: Math.max(reach, hopLength),
		after: reach,
		most: framesAtOnce,
		take: (held, centre, count) => {
			times.frames = count;
			times.start = centre / sampleRate;
			found.counts.fill(1);
			// The peak so far is known only frame by frame.
			find(held, times, found, 1);
			for (let t = 0; t < count; t++) {
				const intensity = Math.min(1, (found.intensities[t] as number) / peak(held, centre + t * hopLength));
				const f0 = path.add(
					intensity,
					found.counts[t] as number,
					found.frequencies,
					found.strengths,
					t * maxCandidates,
				);
				if (f0 !== null) decided[at++] = f0;
			}
			frames += count;
		},
	});
	const begin = (length: number): void => {
		decided = length === 0 ? none : new Float64Array(length);
		at = 0;
	};
	return {
		push: (chunk) => {
			const due = stream.due(chunk.length);
			begin(Math.max(0, frames + due - delayed) - Math.max(0, frames - delayed));
			stream.push(chunk);
			return decided;
		},
		finish: () => {
			begin(frames + stream.left() - Math.max(0, frames - delayed));
			stream.finish();
			decided.set(path.finish(), at);
			return decided;
		},
	};
}
