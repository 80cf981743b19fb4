import type { PitchPathOptions } from "../pitch/pitch-path.ts";

/** The path of `pitchPath`, decided within a fixed number of frames. */
export interface PathStream {
	/**
	 * Takes a frame.
	 *
	 * @param intensity - In [0, 1].
	 * @param count - Of the candidates, the first being unvoiced.
	 * @param frequencies - Of the candidates, from index `at` on, Hz.
	 * @param strengths - Of the candidates, from index `at` on.
	 * @returns Hz of the frame `delay` before, NaN where unvoiced; null while there is none.
	 */
	add(
		intensity: number,
		count: number,
		frequencies: Float64Array,
		strengths: Float64Array,
		at: number,
	): number | null;
	/** The frames left, by the best path to the last. */
	finish(): number[];
}

/**
 * Viterbi's path with the costs of `pitchPath`, each frame decided by the best path to the frame `delay` after it.
 *
 * @param delay - Frames.
 * @param room - Candidates a frame may have.
 */
export function createPathStream(delay: number, room: number, options: PitchPathOptions): PathStream {
	const { step, pitchCeiling, silenceThreshold, voicingThreshold, octaveCost } = options;
	const jumpCost = (options.octaveJumpCost * 0.01) / step;
	const switchCost = (options.voicedUnvoicedCost * 0.01) / step;
	// The last frames, in a ring: where each candidate's best path comes from, and its frequency.
	const length = delay + 1;
	const from = new Int32Array(length * room);
	const kept = new Float64Array(length * room);
	let octave = new Float64Array(room);
	let octaveBefore = new Float64Array(room);
	let score = new Float64Array(room);
	let scoreBefore = new Float64Array(room);
	let countBefore = 0;
	let frames = 0;
	const best = (): number => {
		let j = 0;
		for (let i = 1; i < countBefore; i++) {
			if ((scoreBefore[i] as number) > (scoreBefore[j] as number)) j = i;
		}
		return j;
	};
	/** Follows the best path back from the last frame. */
	const trace = (steps: number, see: (f0: number) => void): void => {
		let j = best();
		for (let back = 0; back < steps; back++) {
			const at = ((frames - 1 - back) % length) * room + j;
			const f = kept[at] as number;
			see(f > 0 && f < pitchCeiling ? f : Number.NaN);
			j = from[at] as number;
		}
	};
	let oldest = Number.NaN;
	const seeOldest = (f0: number): void => {
		oldest = f0;
	};
	return {
		add: (intensity, count, frequencies, strengths, first) => {
			const at = (frames % length) * room;
			const silence = silenceThreshold > 0 ? 2 - (intensity * (1 + voicingThreshold)) / silenceThreshold : 0;
			const unvoiced = voicingThreshold + Math.max(0, silence);
			for (let j = 0; j < count; j++) {
				const f = frequencies[first + j] as number;
				const voiced = f > 0 && f < pitchCeiling;
				const o = voiced ? Math.log2(f) : Number.NaN;
				octave[j] = o;
				kept[at + j] = f;
				let most = frames === 0 ? 0 : -Infinity;
				for (let i = 0; i < countBefore; i++) {
					const before = octaveBefore[i] as number;
					const wasVoiced = !Number.isNaN(before);
					let total = scoreBefore[i] as number;
					if (voiced !== wasVoiced) total -= switchCost;
					else if (voiced) total -= jumpCost * Math.abs(o - before);
					if (total > most) {
						most = total;
						from[at + j] = i;
					}
				}
				const own = voiced
					? (strengths[first + j] as number) - octaveCost * Math.log2(pitchCeiling / f)
					: unvoiced;
				score[j] = most + own;
			}
			[octave, octaveBefore] = [octaveBefore, octave];
			[score, scoreBefore] = [scoreBefore, score];
			countBefore = count;
			frames++;
			// Only differences matter: sums stay small however long the stream.
			const highest = scoreBefore[best()] as number;
			for (let i = 0; i < count; i++) scoreBefore[i] = (scoreBefore[i] as number) - highest;
			if (frames <= delay) return null;
			trace(delay + 1, seeOldest);
			return oldest;
		},
		finish: () => {
			const found: number[] = [];
			trace(Math.min(delay, frames), (f0) => found.push(f0));
			return found.reverse();
		},
	};
}
