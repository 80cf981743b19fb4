import type { Intensity } from "../intensity/intensity.ts";
import { intensityThreshold } from "./syllable-nuclei.ts";

/** A stretch of time, s. */
export interface Stretch {
	readonly start: number;
	readonly end: number;
}

/**
 * Parts a clip into speech and pauses by its level: a pause lies below the threshold for at least 0.3 s.
 *
 * @param intensity - The clip's contour.
 * @param duration - Of the clip, s; what lies before the first and after the last frame belongs to its neighbour.
 * @returns Stretches in order; silence before the first and after the last speech is in neither list.
 * @see de Jong & Wempe (2009), doi:10.3758/BRM.41.2.385
 */
export function pauses(
	{ decibels, start, step }: Intensity,
	duration: number,
	{ silenceDb = 25, minPause = 0.3 }: { readonly silenceDb?: number; readonly minPause?: number } = {},
): { readonly speech: readonly Stretch[]; readonly pauses: readonly Stretch[] } {
	const threshold = intensityThreshold(decibels, silenceDb);
	const loud: Stretch[] = [];
	for (let t = 0; t < decibels.length; t++) {
		if (!((decibels[t] as number) > threshold)) continue;
		const begin = t === 0 ? 0 : start + (t - 0.5) * step;
		while (t + 1 < decibels.length && (decibels[t + 1] as number) > threshold) t++;
		const end = t + 1 === decibels.length ? duration : start + (t + 0.5) * step;
		const last = loud.at(-1);
		if (last !== undefined && begin - last.end < minPause) loud[loud.length - 1] = { start: last.start, end };
		else loud.push({ start: begin, end });
	}
	return {
		speech: loud,
		pauses: loud.slice(1).map((stretch, i) => ({ start: loud[i]?.end ?? 0, end: stretch.start })),
	};
}
