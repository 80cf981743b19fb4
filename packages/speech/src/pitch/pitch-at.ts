import type { PitchContour } from "./pitch.ts";

/**
 * F0 at a time, linearly interpolated between frames; next to an unvoiced frame the nearer frame decides.
 *
 * @param time - s, of the whole where the contour is of a part.
 * @returns Hz, NaN where the nearer frame is unvoiced or there is none.
 */
export function pitchAt({ frames, start, step, origin = 0, f0 }: PitchContour, time: number): number {
	const position = (time - start) / step;
	const before = Math.floor(position);
	const fraction = position - before;
	const left = before - origin;
	const a = left >= 0 && left < frames ? (f0[left] as number) : Number.NaN;
	const b = left + 1 >= 0 && left + 1 < frames ? (f0[left + 1] as number) : Number.NaN;
	if (!(Number.isNaN(a) || Number.isNaN(b))) return a + fraction * (b - a);
	return fraction < 0.5 ? a : b;
}
