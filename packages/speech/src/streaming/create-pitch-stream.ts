import { autocorrelationCandidates } from "../pitch/autocorrelation-candidates.ts";
import type { PitchOptions } from "../pitch/pitch.ts";
import { emptyPitchCandidates } from "../pitch/pitch-candidates.ts";
import { createFrameStream } from "./create-frame-stream.ts";
import { createPathStream } from "./create-path-stream.ts";

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

/**
 * F0 while the signal arrives: the candidates of {@link pitch}, and its path decided within a fixed delay.
 *
 * Differs from the whole signal's contour in three ways: frame t is centred on sample t · step, zeros standing around
 * the signal; silence is relative to the largest sample so far; frame t is decided by the best path to frame
 * t + delay / step. Whatever the chunks, the contour is the same.
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
	const hopLength = Math.round(step * sampleRate);
	if (!(pitchFloor > 0 && pitchCeiling > pitchFloor && pitchCeiling <= sampleRate / 2)) {
		throw new RangeError(
			`createPitchStream: 0 < pitchFloor < pitchCeiling ≤ sampleRate / 2 = ${sampleRate / 2} Hz must hold, got ${pitchFloor} and ${pitchCeiling}.`,
		);
	}
	if (!(hopLength >= 1 && Math.abs(hopLength - step * sampleRate) < 1e-6)) {
		throw new RangeError(
			`createPitchStream: step must be a whole number of samples, got ${step} s = ${step * sampleRate} samples. Take 0.01 s.`,
		);
	}
	const reach = Math.floor(sampleRate / pitchFloor) * 2;
	// A row a frame: intensity, peak so far, count, then frequency and strength of each candidate.
	const columns = 3 + 2 * maxCandidates;
	const candidatesOf = (signal: Float32Array): Float64Array => {
		const frames = 1 + Math.floor(signal.length / hopLength);
		const padded = new Float32Array(signal.length + 2 * reach);
		padded.set(signal, reach);
		const found = emptyPitchCandidates(frames, maxCandidates);
		const times = { frames, start: reach / sampleRate, step };
		autocorrelationCandidates(padded, times, found, {
			sampleRate,
			pitchFloor,
			periodsPerWindow: 3,
			minStrength: 0.5 * voicingThreshold,
			octaveCost,
			peak: 1,
			// Nothing can be said of a frame of zeros.
			skipBelow: 0,
		});
		const data = new Float64Array(frames * columns);
		for (let t = 0; t < frames; t++) {
			const at = t * columns;
			let peak = 0;
			for (let i = Math.max(0, t * hopLength - hopLength); i <= t * hopLength + reach; i++) {
				peak = Math.max(peak, Math.abs(signal[i] ?? 0));
			}
			data[at] = found.intensities[t] as number;
			data[at + 1] = peak;
			data[at + 2] = found.counts[t] as number;
			for (let i = 0; i < maxCandidates; i++) {
				data[at + 3 + 2 * i] = found.frequencies[t * maxCandidates + i] as number;
				data[at + 4 + 2 * i] = found.strengths[t * maxCandidates + i] as number;
			}
		}
		return data;
	};
	const stream = createFrameStream({
		columns,
		hopLength,
		reach,
		whole: (signal) => {
			const data = candidatesOf(signal);
			return { rows: data.length / columns, columns, data };
		},
	});
	const path = createPathStream(Math.round(delay / step), maxCandidates, {
		step,
		pitchCeiling,
		silenceThreshold,
		voicingThreshold,
		octaveCost,
		octaveJumpCost,
		voicedUnvoicedCost,
	});
	let peak = smallestPeak;
	const follow = (rows: number, data: Float64Array): number[] => {
		const decided: number[] = [];
		for (let t = 0; t < rows; t++) {
			const row = data.subarray(t * columns, (t + 1) * columns);
			peak = Math.max(peak, row[1] as number);
			const f0 = path.add(Math.min(1, (row[0] as number) / peak), row[2] as number, row.subarray(3));
			if (f0 !== null) decided.push(f0);
		}
		return decided;
	};
	return {
		push: (chunk) => {
			const { rows, data } = stream.push(chunk);
			return Float64Array.from(follow(rows, data));
		},
		finish: () => {
			const { rows, data } = stream.finish();
			return Float64Array.from([...follow(rows, data), ...path.finish()]);
		},
	};
}
