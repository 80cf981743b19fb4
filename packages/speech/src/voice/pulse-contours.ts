import { samplesBefore } from "../pitch/frame-times.ts";
import { periodLimits } from "./periods.ts";

/**
 * Jitter and shimmer frame by frame, from the pulses within 30 ms of each frame's centre.
 *
 * Jitter: mean absolute difference of consecutive periods over their mean. Shimmer: mean absolute level difference of
 * the peak-to-peak amplitudes of consecutive periods, dB.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @param pulses - Rising times, s, of the whole where the signal is a part of a recording.
 * @param frames - Frame t is centred on (origin + t + 0.5) · step.
 * @param origin - Frames of the whole before the part.
 * @returns NaN where fewer than two periods of less than 20 ms lie in the window; shape `[frames]`.
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417; that neighbours must not differ by more than a factor of
 *   1.3 is Praat's rule
 */
export function pulseContours(
	signal: Float32Array,
	pulses: Float64Array,
	sampleRate: number,
	frames: number,
	step: number,
	origin = 0,
): { readonly jitter: Float64Array; readonly shimmer: Float64Array } {
	const jitter = new Float64Array(frames).fill(Number.NaN);
	const shimmer = jitter.slice();
	const levels = new Float64Array(Math.max(0, pulses.length - 1));
	const offset = samplesBefore(origin, step, sampleRate);
	for (let i = 0; i < levels.length; i++) {
		const length = (pulses[i + 1] as number) - (pulses[i] as number);
		levels[i] =
			length > 0.02 ? Number.NaN : periodLevel(signal, pulses[i] as number, length, sampleRate, offset);
	}
	let first = 0;
	for (let t = 0; t < frames; t++) {
		const centre = (origin + t + 0.5) * step;
		while (first < pulses.length && (pulses[first] as number) < centre - 0.03) first++;
		let periods = 0;
		let differences = 0;
		let total = 0;
		let jumps = 0;
		let steps = 0;
		for (let i = first; i + 1 < pulses.length && (pulses[i + 1] as number) <= centre + 0.03; i++) {
			const length = (pulses[i + 1] as number) - (pulses[i] as number);
			if (length > 0.02) continue;
			total += length;
			periods++;
			const previous = i > first ? (pulses[i] as number) - (pulses[i - 1] as number) : 1;
			if (previous > 0.02 || Math.max(previous / length, length / previous) > periodLimits.maxPeriodFactor)
				continue;
			differences += Math.abs(length - previous);
			const jump = Math.abs((levels[i] as number) - (levels[i - 1] as number));
			jumps += Number.isNaN(jump) ? 0 : jump;
			steps++;
		}
		if (steps === 0) continue;
		jitter[t] = (differences / steps) * (periods / total);
		shimmer[t] = jumps / steps;
	}
	return { jitter, shimmer };
}

/** Peak-to-peak amplitude of one period around its pulse, dB. */
function periodLevel(
	signal: Float32Array,
	time: number,
	length: number,
	sampleRate: number,
	offset: number,
): number {
	const last = Math.min(signal.length - 1, Math.round((time + 0.5 * length) * sampleRate) - offset);
	let low = Infinity;
	let high = -Infinity;
	for (let i = Math.max(0, Math.round((time - 0.5 * length) * sampleRate) - offset); i <= last; i++) {
		low = Math.min(low, signal[i] as number);
		high = Math.max(high, signal[i] as number);
	}
	return high > low ? 20 * Math.log10(high - low) : Number.NaN;
}
