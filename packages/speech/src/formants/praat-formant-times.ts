import type { FrameTimes } from "../pitch/frame-times.ts";

/**
 * Times of the frames of `formants` to the last bit of Praat's double precision (of the orders of
 * operations tried on forty lengths, this one gave Praat 6.3's bits for 39).
 *
 * Pitch frames and formant frames often lie half a step apart: which of two pitch frames is the nearer one to a formant
 * frame then hangs on that bit.
 *
 * @param samples - Length of the signal.
 * @param frames - Of the formant tracks.
 */
export function praatFormantTimes(
	samples: number,
	frames: number,
	{
		sampleRate,
		ceiling,
		step,
	}: { readonly sampleRate: number; readonly ceiling: number; readonly step: number },
): FrameTimes {
	const rate = 2 * ceiling;
	const end = samples / sampleRate;
	const resampled = Math.round(end * rate);
	const period = 1 / rate;
	const first = 0.5 * (end - (resampled - 1) / rate);
	const duration = resampled * period;
	return { frames, start: first + 0.5 * (duration - period - (frames - 1) * step), step };
}
