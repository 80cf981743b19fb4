/** What each frame of a pitch analysis might be: candidate 0 is "unvoiced". */
export interface PitchCandidates {
	readonly frames: number;
	/** Candidates a frame has room for. */
	readonly room: number;
	/** How many are used, shape `[frames]`, at least 1. */
	readonly counts: Int32Array;
	/** Hz, 0 for unvoiced, shape `[frames, room]`. */
	readonly frequencies: Float64Array;
	/** Height of the normalised correlation, in [0, 1], shape `[frames, room]`. */
	readonly strengths: Float64Array;
	/** Peak of the frame over that of the signal, in [0, 1], shape `[frames]`. */
	readonly intensities: Float64Array;
}

/** Room for the candidates of some frames, all unvoiced so far. */
export function emptyPitchCandidates(frames: number, room: number): PitchCandidates {
	return {
		frames,
		room,
		counts: new Int32Array(frames).fill(1),
		frequencies: new Float64Array(frames * room),
		strengths: new Float64Array(frames * room),
		intensities: new Float64Array(frames),
	};
}

/**
 * Adds a voiced candidate to a frame; when there is no room it replaces the weakest voiced one, if that is weaker.
 * Strengths are compared after `octaveCost` has favoured the higher pitch.
 */
export function addPitchCandidate(
	candidates: PitchCandidates,
	frame: number,
	frequency: number,
	strength: number,
	octaveCost: number,
): void {
	const { counts, frequencies, strengths, room } = candidates;
	const at = frame * room;
	const count = counts[frame] as number;
	let place = at + count;
	if (count === room) {
		let weakest = Infinity;
		for (let i = at + 1; i < at + count; i++) {
			const merit = (strengths[i] as number) + octaveCost * Math.log2(frequencies[i] as number);
			if (merit < weakest) {
				weakest = merit;
				place = i;
			}
		}
		if (weakest >= strength + octaveCost * Math.log2(frequency)) return;
	} else counts[frame] = count + 1;
	frequencies[place] = frequency;
	strengths[place] = strength;
}
