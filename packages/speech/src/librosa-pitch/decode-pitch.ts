const switchProbability = 0.01;
/** The smallest normal number of double precision stands in for probability 0, as in librosa. */
const tiny = 2.2250738585072014e-308;
const logTiny = Math.log(tiny);

/**
 * The likeliest path through pitch bins (Viterbi) for pYIN: a frame is in one of `bins` voiced or `bins` unvoiced
 * states, moves at most `reach / 2` bins with triangular probability, and switches voicing with probability 0.01.
 *
 * @param observations - Probability of each voiced bin, shape `[frames, bins]`.
 * @param voiced - Probability of being voiced, shape `[frames]`; the rest is spread over the unvoiced bins.
 * @returns States, shape `[frames]`; from `bins` on they are unvoiced.
 */
export function decodePitch(
	observations: Float64Array,
	voiced: Float64Array,
	bins: number,
	reach: number,
): Int32Array {
	const frames = voiced.length;
	const path = new Int32Array(frames);
	if (frames === 0) return path;
	const half = reach >> 1;
	const { move, normaliser } = moves(bins, half);
	const stay = Math.log(1 - switchProbability);
	const change = Math.log(switchProbability);
	const pointers = new Uint16Array(frames * 2 * bins);
	let score = new Float64Array(2 * bins);
	let next = new Float64Array(2 * bins);
	const voicedSource = new Float64Array(bins);
	const unvoicedSource = new Float64Array(bins);
	const fromUnvoiced = new Uint8Array(2 * bins);
	for (let t = 0; t < frames; t++) {
		const unvoicedLog = Math.log((1 - (voiced[t] as number)) / bins + tiny);
		if (t > 0) {
			// Best of both voicings at each bin before the move, for each voicing after it.
			let best = 0;
			for (let j = 0; j < bins; j++) {
				const v = (score[j] as number) + (normaliser[j] as number);
				const u = (score[bins + j] as number) + (normaliser[j] as number);
				fromUnvoiced[j] = u + change > v + stay ? 1 : 0;
				voicedSource[j] = Math.max(v + stay, u + change);
				fromUnvoiced[bins + j] = u + stay > v + change ? 1 : 0;
				unvoicedSource[j] = Math.max(v + change, u + stay);
			}
			for (let j = 1; j < 2 * bins; j++) if ((score[j] as number) > (score[best] as number)) best = j;
			const anywhere = (score[best] as number) + logTiny;
			for (let side = 0; side < 2; side++) {
				const source = side === 0 ? voicedSource : unvoicedSource;
				for (let j = 0; j < bins; j++) {
					const from = Math.max(0, j - half);
					const to = Math.min(bins - 1, j + half);
					let highest = -Infinity;
					let place = from;
					for (let i = from, m = from - j + half; i <= to; i++, m++) {
						const value = (source[i] as number) + (move[m] as number);
						if (value > highest) {
							highest = value;
							place = i;
						}
					}
					const state = side * bins + j;
					const jumped = anywhere > highest;
					next[state] = jumped ? anywhere : highest;
					pointers[t * 2 * bins + state] = jumped
						? best
						: place + (fromUnvoiced[side * bins + place] === 1 ? bins : 0);
				}
			}
			[score, next] = [next, score];
		} else score.fill(-Math.log(2 * bins));
		for (let j = 0; j < bins; j++) {
			const p = observations[t * bins + j] as number;
			score[j] = (score[j] as number) + (p === 0 ? logTiny : Math.log(p + tiny));
			score[bins + j] = (score[bins + j] as number) + unvoicedLog;
		}
	}
	let state = 0;
	for (let j = 1; j < 2 * bins; j++) if ((score[j] as number) > (score[state] as number)) state = j;
	for (let t = frames - 1; t >= 0; t--) {
		path[t] = state;
		state = pointers[t * 2 * bins + state] as number;
	}
	return path;
}

/** Logarithms of a triangle over ±half bins, and of one over what of it falls inside for each bin of origin. */
function moves(bins: number, half: number): { move: Float64Array; normaliser: Float64Array } {
	const triangle = Float64Array.from(
		{ length: 2 * half + 1 },
		(_, m) => (half + 1 - Math.abs(m - half)) / (half + 1),
	);
	const normaliser = Float64Array.from({ length: bins }, (_, i) => {
		let sum = 0;
		for (let m = 0; m <= 2 * half; m++) {
			const to = i + m - half;
			if (to >= 0 && to < bins) sum += triangle[m] as number;
		}
		return -Math.log(sum);
	});
	return { move: triangle.map(Math.log), normaliser };
}
