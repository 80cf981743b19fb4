import type { Intensity } from "../intensity/intensity.ts";
import type { PitchContour } from "../pitch/pitch.ts";
import { pitchAt } from "../pitch/pitch-at.ts";

/** Levels in dB. */
export interface SyllableOptions {
	/** How far below the loud frames (99th percentile) a peak may lie. */
	readonly silenceDb?: number;
	/** How deep the level must fall before the next peak. */
	readonly dipDb?: number;
}

/**
 * Times of syllable nuclei: voiced peaks of intensity that are loud enough and set apart by a dip.
 *
 * @returns Times in s, rising.
 * @see de Jong & Wempe (2009), doi:10.3758/BRM.41.2.385
 */
export function syllableNuclei(
	{ decibels, start, step }: Intensity,
	pitch: PitchContour,
	{ silenceDb = 25, dipDb = 2 }: SyllableOptions = {},
): Float64Array {
	const threshold = intensityThreshold(decibels, silenceDb);
	const nuclei: number[] = [];
	let peak = -1;
	for (let t = 1; t + 1 < decibels.length; t++) {
		const here = decibels[t] as number;
		const isPeak = here > (decibels[t - 1] as number) && here >= (decibels[t + 1] as number);
		if (!isPeak || here <= threshold) continue;
		if (peak >= 0) {
			const dip = (decibels[peak] as number) - lowest(decibels, peak, t);
			// Without a dip in between, the two are one syllable, and the later peak stands for it.
			if (dip > dipDb) nuclei.push(peak);
		}
		peak = t;
	}
	if (peak >= 0) nuclei.push(peak);
	return Float64Array.from(
		nuclei.map((t) => start + t * step).filter((time) => !Number.isNaN(pitchAt(pitch, time))),
	);
}

/**
 * The level that parts sound from silence: so many dB below the 99th percentile, and not below the minimum.
 *
 * @param decibels - Shape `[frames]`.
 * @returns NaN of nothing.
 */
export function intensityThreshold(decibels: Float64Array, silenceDb: number): number {
	const sorted = decibels.slice().sort();
	const loud = sorted[Math.floor(0.99 * (sorted.length - 1))] ?? Number.NaN;
	return Math.max(loud - silenceDb, sorted[0] ?? Number.NaN);
}

function lowest(values: Float64Array, from: number, to: number): number {
	let low = Infinity;
	for (let t = from; t <= to; t++) low = Math.min(low, values[t] as number);
	return low;
}
