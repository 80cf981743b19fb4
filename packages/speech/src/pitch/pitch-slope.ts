import type { PitchContour } from "./pitch.ts";

/**
 * Mean absolute slope of a pitch contour without octave jumps, in semitones per second, as Praat's "Get slope
 * without octave jumps": the steps from each voiced frame to the next voiced one, each taken to the nearest whole
 * octave, over the time from the first voiced frame to the last (measured: Praat's values to 1e-4).
 *
 * @returns NaN when fewer than two frames are voiced.
 */
export function pitchSlope({ f0, frames, step }: PitchContour): number {
	let sum = 0;
	let first = -1;
	let last = -1;
	for (let t = 0; t < frames; t++) {
		if (Number.isNaN(f0[t])) continue;
		if (first < 0) first = t;
		else {
			const octaves = Math.log2((f0[t] as number) / (f0[last] as number));
			sum += Math.abs(12 * (octaves - Math.round(octaves)));
		}
		last = t;
	}
	return last > first ? sum / ((last - first) * step) : Number.NaN;
}
