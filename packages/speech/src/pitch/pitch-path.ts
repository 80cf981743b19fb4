import type { PitchCandidates } from "./pitch-candidates.ts";

/** Praat's costs; see {@link pitch}. */
export interface PitchPathOptions {
	/** s. */
	readonly step: number;
	/** Hz. */
	readonly pitchCeiling: number;
	readonly silenceThreshold: number;
	readonly voicingThreshold: number;
	readonly octaveCost: number;
	readonly octaveJumpCost: number;
	readonly voicedUnvoicedCost: number;
}

/**
 * The candidates, one a frame, with the greatest sum of strengths minus costs of change (Viterbi).
 *
 * @returns Index of the chosen candidate, shape `[frames]`. A candidate above the ceiling counts as unvoiced.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110, section 3
 */
export function pitchPath(
	{ frames, room, counts, frequencies, strengths, intensities }: PitchCandidates,
	options: PitchPathOptions,
): Int32Array {
	const { step, pitchCeiling, silenceThreshold, voicingThreshold, octaveCost } = options;
	const jumpCost = (options.octaveJumpCost * 0.01) / step;
	const switchCost = (options.voicedUnvoicedCost * 0.01) / step;
	const from = new Int32Array(frames * room);
	// Octave of each candidate, NaN for unvoiced; score of the best path that ends there.
	let octave = new Float64Array(room);
	let octaveBefore = new Float64Array(room);
	let score = new Float64Array(room);
	let scoreBefore = new Float64Array(room);
	for (let t = 0; t < frames; t++) {
		const at = t * room;
		const count = counts[t] as number;
		const silence =
			silenceThreshold > 0 ? 2 - ((intensities[t] as number) * (1 + voicingThreshold)) / silenceThreshold : 0;
		const unvoiced = voicingThreshold + Math.max(0, silence);
		const countBefore = t === 0 ? 0 : (counts[t - 1] as number);
		for (let j = 0; j < count; j++) {
			const f = frequencies[at + j] as number;
			const voiced = f > 0 && f < pitchCeiling;
			const o = voiced ? Math.log2(f) : Number.NaN;
			octave[j] = o;
			let best = t === 0 ? 0 : -Infinity;
			for (let i = 0; i < countBefore; i++) {
				const before = octaveBefore[i] as number;
				const wasVoiced = !Number.isNaN(before);
				let total = scoreBefore[i] as number;
				if (voiced !== wasVoiced) total -= switchCost;
				else if (voiced) total -= jumpCost * Math.abs(o - before);
				if (total > best) {
					best = total;
					from[at + j] = i;
				}
			}
			score[j] =
				best + (voiced ? (strengths[at + j] as number) - octaveCost * Math.log2(pitchCeiling / f) : unvoiced);
		}
		[octave, octaveBefore] = [octaveBefore, octave];
		[score, scoreBefore] = [scoreBefore, score];
	}
	const path = new Int32Array(frames);
	if (frames === 0) return path;
	let j = 0;
	for (let i = 1; i < (counts[frames - 1] as number); i++) {
		if ((scoreBefore[i] as number) > (scoreBefore[j] as number)) j = i;
	}
	for (let t = frames - 1; t >= 0; t--) {
		path[t] = j;
		j = from[t * room + j] as number;
	}
	return path;
}
