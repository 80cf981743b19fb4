const switchProbability = 0.01;
/** The smallest normal number of double precision stands in for probability 0, as in librosa. */
const tiny = 2.2250738585072014e-308;
const logTiny = Math.log(tiny);

/** Finds the likeliest path through pitch bins while frames come. */
export interface PitchDecoder {
	/**
	 * Takes one frame.
	 *
	 * @param observations - Probability of each voiced bin, shape `[bins]`.
	 * @param voiced - Probability of being voiced; the rest is spread over the unvoiced bins.
	 */
	add(observations: Float64Array, voiced: number): void;
	/** States of all frames, shape `[frames]`; from `bins` on they are unvoiced. */
	finish(): Int32Array;
}

/** Frames after which it is looked again whether all paths have gone through one state. */
const room = 512;

/**
 * The likeliest path through pitch bins (Viterbi) for pYIN: a frame is in one of `bins` voiced or `bins` unvoiced
 * states, moves at most `reach / 2` bins with triangular probability, and switches voicing with probability 0.01.
 *
 * Where the best paths to all states have one state in common, what lies before it is decided, and nothing more is
 * held of it than its states. The path is that of the whole, however long it takes until paths meet: in speech and noise
 * at once, in digital silence not before it ends, and until then two bytes a state and frame are held.
 */
export function createPitchDecoder(bins: number, reach: number): PitchDecoder {
	const half = reach >> 1;
	const states = 2 * bins;
	const { move, normaliser } = moves(bins, half);
	const stay = Math.log(1 - switchProbability);
	const change = Math.log(switchProbability);
	// From which state each state is reached, `room` frames a block; blocks of what is decided are used again.
	const blocks: Uint16Array[] = [];
	let path = new Int32Array(room);
	let decided = 0;
	let frames = 0;
	/** When it is looked again; later and later where it is in vain, so that a long silence takes no time squared. */
	let lookAt = room;
	let score = new Float64Array(states);
	let next = new Float64Array(states);
	const voicedSource = new Float64Array(bins);
	const unvoicedSource = new Float64Array(bins);
	const fromUnvoiced = new Uint8Array(states);
	const none = new Uint16Array(0);
	const before = (t: number, state: number): number =>
		(blocks[Math.floor(t / room)] as Uint16Array)[(t % room) * states + state] as number;
	/** The path up to frame `t`, which it passes in `state`. */
	const decide = (t: number, state: number): void => {
		let here = state;
		for (let at = t; at >= decided; at--) {
			path[at] = here;
			here = before(at, here);
		}
	};
	/** Decides what lies before the last state that all paths have gone through, if there is one. */
	const meet = (): void => {
		let through = Array.from({ length: states }, (_, state) => state);
		for (let t = frames - 1; t >= decided; t--) {
			if (through.length === 1) {
				decide(t, through[0] as number);
				decided = t + 1;
				break;
			}
			through = [...new Set(through.map((state) => before(t, state)))];
		}
	};
	const makeRoom = (): void => {
		if (frames === path.length) {
			const grown = new Int32Array(2 * frames);
			grown.set(path);
			path = grown;
		}
		if (frames >= lookAt) {
			meet();
			lookAt = frames + Math.max(room, frames - decided);
		}
		let free: Uint16Array | undefined;
		for (let b = Math.floor(decided / room) - 1; b >= 0 && blocks[b] !== none; b--) {
			free = blocks[b];
			blocks[b] = none;
		}
		blocks.push(free ?? new Uint16Array(room * states));
	};
	return {
		add: (observations, voiced) => {
			if (frames % room === 0) makeRoom();
			const t = frames++;
			const unvoicedLog = Math.log((1 - voiced) / bins + tiny);
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
				for (let j = 1; j < states; j++) if ((score[j] as number) > (score[best] as number)) best = j;
				const anywhere = (score[best] as number) + logTiny;
				const at = (t % room) * states;
				const [into, whence, costs] = [next, blocks[Math.floor(t / room)] as Uint16Array, move];
				for (let side = 0; side < 2; side++) {
					const source = side === 0 ? voicedSource : unvoicedSource;
					for (let j = 0; j < bins; j++) {
						const from = Math.max(0, j - half);
						const to = Math.min(bins - 1, j + half);
						let highest = -Infinity;
						let place = from;
						for (let i = from, m = from - j + half; i <= to; i++, m++) {
							const value = (source[i] as number) + (costs[m] as number);
							if (value > highest) {
								highest = value;
								place = i;
							}
						}
						const state = side * bins + j;
						const jumped = anywhere > highest;
						into[state] = jumped ? anywhere : highest;
						whence[at + state] = jumped ? best : place + (fromUnvoiced[side * bins + place] === 1 ? bins : 0);
					}
				}
				[score, next] = [next, score];
			} else score.fill(-Math.log(states));
			for (let j = 0; j < bins; j++) {
				const p = observations[j] as number;
				score[j] = (score[j] as number) + (p === 0 ? logTiny : Math.log(p + tiny));
				score[bins + j] = (score[bins + j] as number) + unvoicedLog;
			}
		},
		finish: () => {
			let state = 0;
			for (let j = 1; j < states; j++) if ((score[j] as number) > (score[state] as number)) state = j;
			decide(frames - 1, state);
			return path.subarray(0, frames);
		},
	};
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
