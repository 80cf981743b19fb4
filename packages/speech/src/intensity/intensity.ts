import { besselI0 } from "@undertone/dsp";
import type { FrameFeature } from "../frames/frame-feature.ts";
import { type FrameTimes, frameCentre, frameTimes, type PartOf } from "../pitch/frame-times.ts";
import { sumBetween } from "../pitch/sum-between.ts";

/** Frequencies in Hz, times in seconds. */
export interface IntensityOptions {
	readonly sampleRate: number;
	/** The lowest pitch whose periods do not show in the contour; the window is 6.4 periods of it. */
	readonly pitchFloor?: number;
	readonly step?: number;
	/** Whether the mean of each frame (not weighted by the window) is removed first. */
	readonly subtractMean?: boolean;
	/** If the signal is a part of a recording: where it lies. */
	readonly part?: PartOf;
}

/** A level contour. */
export interface Intensity extends FrameTimes {
	/** dB re 2·10⁻⁵ (Praat takes samples for pascals), −300 in digital silence, shape `[frames]`. */
	readonly decibels: Float64Array;
}

/** The square of the hearing threshold, 2·10⁻⁵ Pa. */
const referencePower = 4e-10;
/** Praat's value of silence, dB. */
const silence = -300;

/**
 * Intensity: squared samples smoothed by a Kaiser window (β = 20.24), the numbers of Praat's "To Intensity".
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns No frame for a signal shorter than 6.4 periods of the floor.
 * @throws {RangeError} If `pitchFloor` or `step` is not positive.
 *
 * @example
 * const signal = Float32Array.from({ length: 16000 }, (_, i) => Math.sin((2 * Math.PI * 500 * i) / 16000));
 * Math.round(intensity(signal, { sampleRate: 16000 }).decibels[20] ?? 0) // => 91
 */
export function intensity(
	signal: Float32Array,
	{ sampleRate, pitchFloor = 75, step = 0.01, subtractMean = true, part }: IntensityOptions,
): Intensity {
	if (!(pitchFloor > 0 && step > 0)) {
		throw new RangeError(
			`intensity: pitchFloor and step must be positive, got ${pitchFloor} Hz and ${step} s.`,
		);
	}
	const windowDuration = 6.4 / pitchFloor;
	const times = frameTimes(signal.length, sampleRate, windowDuration, step, part);
	return { ...times, decibels: intensityAt(signal, times, sampleRate, pitchFloor, subtractMean) };
}

/**
 * The same at given times; where the window reaches beyond the signal, the rest of it counts.
 *
 * @returns dB, shape `[times.frames]`.
 */
function intensityAt(
	signal: Float32Array,
	times: FrameTimes,
	sampleRate: number,
	pitchFloor: number,
	subtractMean: boolean,
): Float64Array {
	const { levelAt } = createLevelMeter(sampleRate, pitchFloor, subtractMean);
	const decibels = new Float64Array(times.frames);
	for (let t = 0; t < times.frames; t++) {
		decibels[t] = levelAt(signal, Math.round(frameCentre(times, t, sampleRate)));
	}
	return decibels;
}

/** Intensity in frames centred on multiples of a step, less their means, as a feature of frames: dB. */
export function intensityFrames({
	sampleRate,
	hopLength,
	pitchFloor,
}: Readonly<Record<"sampleRate" | "hopLength" | "pitchFloor", number>>): FrameFeature {
	const { half, levelAt } = createLevelMeter(sampleRate, pitchFloor, true);
	return {
		columns: 1,
		hopLength,
		before: half,
		after: half,
		compute: (signal, centre, count, out, at) => {
			for (let t = 0; t < count; t++) out[at + t] = levelAt(signal, centre + t * hopLength);
		},
	};
}

/** Gives the level around a sample, dB, and how many samples to either side it takes. */
function createLevelMeter(
	sampleRate: number,
	pitchFloor: number,
	subtractMean: boolean,
): { readonly half: number; readonly levelAt: (signal: Float32Array, centre: number) => number } {
	const windowDuration = 6.4 / pitchFloor;
	const half = Math.floor(0.5 * windowDuration * sampleRate);
	const window = kaiser(half, 0.5 * windowDuration * sampleRate);
	const allWeights = window.reduce((sum, w) => sum + w, 0);
	const levelAt = (signal: Float32Array, centre: number): number => {
		const first = Math.max(0, centre - half);
		const last = Math.min(signal.length - 1, centre + half);
		const offset = half - centre;
		const mean = subtractMean ? sumBetween(signal, first, last + 1) / (last - first + 1) : 0;
		const whole = last - first === 2 * half;
		let weights = whole ? allWeights : 0;
		if (!whole) for (let i = first; i <= last; i++) weights += window[i + offset] as number;
		// Two sums, which the processor can add at once.
		let power = 0;
		let odd = 0;
		for (let i = first; i <= last; i += 2) {
			const x = (signal[i] as number) - mean;
			power += (window[i + offset] as number) * x * x;
			if (i === last) break;
			const y = (signal[i + 1] as number) - mean;
			odd += (window[i + 1 + offset] as number) * y * y;
		}
		power += odd;
		const level = power / weights / referencePower;
		return level < 1e-30 ? silence : 10 * Math.log10(level);
	};
	return { half, levelAt };
}

/** Kaiser window of 2 · half + 1 samples that would reach zero at ±reach, β = 2π² + 0.5. */
function kaiser(half: number, reach: number): Float64Array {
	const beta = 2 * Math.PI ** 2 + 0.5;
	return Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
		const x = (i - half) / reach;
		return besselI0(beta * Math.sqrt(Math.max(0, 1 - x * x)));
	});
}
