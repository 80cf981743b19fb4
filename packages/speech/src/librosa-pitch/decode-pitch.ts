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

/** The states of `settled` frames on a path, and those before them. */
interface Stretch {
	readonly states: Uint16Array;
	readonly before: Stretch | null;
}

/** Frames of which it is held from which state each state is reached, and how many are settled at once. */
const [room, settled] = [512, 256] as const;

/**
 * The likeliest path through pitch bins (Viterbi) for pYIN: a frame is in one of `bins` voiced or `bins` unvoiced
 * states, moves at most `reach / 2` bins with triangular probability, and switches voicing with probability 0.01.
 *
 * Of all but the last frames no more is held than the paths that go on: two bytes a frame for each, where they have not
 * met in one. In speech and noise they meet at once; in digital silence, where nothing tells states apart, two go on
 * until it ends, at the lowest and at the highest bin. The path is that of the whole.
 */
export function createPitchDecoder(bins: number, reach: number): PitchDecoder {
	const half = reach >> 1;
	const states = 2 * bins;
	const { move, normaliser } = moves(bins, half);
	const stay = Math.log(1 - switchProbability);
	const change = Math.log(switchProbability);
	// From which state each state of the frames from `first` on is reached, and the paths to the states of the frame before.
	const whence = new Uint16Array(room * states);
	let paths = new Array<Stretch | null>(states).fill(null);
	let first = 0;
	let frames = 0;
	let score = new Float64Array(states);
	let next = new Float64Array(states);
	const voicedSource = new Float64Array(bins);
	const unvoicedSource = new Float64Array(bins);
	const fromUnvoiced = new Uint8Array(states);
	/** Makes room: of the older frames only what lies on the best paths to the states of the last is kept. */
	const settle = (): void => {
		let through = new Set(new Array(states).keys());
		for (let t = room - 1; t >= settled; t--) {
			const before = new Set<number>();
			for (const state of through) before.add(whence[t * states + state] as number);
			through = before;
		}
		const kept = new Array<Stretch | null>(states).fill(null);
		for (const state of through) {
			const path = new Uint16Array(settled);
			let here = state;
			for (let t = settled - 1; t >= 0; t--) {
				path[t] = here;
				here = whence[t * states + here] as number;
			}
			kept[state] = { states: path, before: paths[here] as Stretch | null };
		}
		paths = kept;
		whence.copyWithin(0, settled * states);
		first += settled;
	};
	return {
		add: (observations, voiced) => {
			if (frames - first === room) settle();
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
				const at = (t - first) * states;
				const [into, costs] = [next, move];
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
			const path = new Int32Array(frames);
			for (let t = frames - 1; t >= first; t--) {
				path[t] = state;
				state = whence[(t - first) * states + state] as number;
			}
			let end = first;
			for (let stretch = paths[state]; stretch; stretch = stretch.before) {
				end -= settled;
				path.set(stretch.states, end);
			}
			return path;
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
