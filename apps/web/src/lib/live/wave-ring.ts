/** The outline of the last minute of sound, by the time of the session. */
export interface WaveRing {
	/** Pairs a second. */
	readonly rate: number;
	/** Takes pairs [low, high] from a time (seconds) on; what was left out since the last is silent. */
	set(time: number, peaks: Float32Array): void;
	/** Lowest and highest sample of the pair at a time; zeros where nothing was heard. */
	at(index: number): readonly [number, number];
	/** Of the whole session, in pairs of a tenth of a second. */
	readonly outline: readonly number[];
}

/** Pairs of the meter that make one of the outline. */
const coarse = 5;

/** A ring for so many seconds. */
export function createWaveRing(seconds = 64, rate = 50): WaveRing {
	const size = seconds * rate;
	const values = new Float32Array(2 * size);
	const outline: number[] = [];
	let next = 0;
	const put = (index: number, low: number, high: number): void => {
		values[2 * (index % size)] = low;
		values[2 * (index % size) + 1] = high;
		const pair = 2 * Math.floor(index / coarse);
		while (outline.length < pair + 2) outline.push(0, 0);
		outline[pair] = Math.min(outline[pair] as number, low);
		outline[pair + 1] = Math.max(outline[pair + 1] as number, high);
	};
	return {
		rate,
		outline,
		set: (time, peaks) => {
			const first = Math.max(0, Math.round(time * rate));
			for (let index = Math.max(next, first - size); index < first; index++) put(index, 0, 0);
			for (let i = 0; i < peaks.length / 2; i++) {
				put(first + i, peaks[2 * i] as number, peaks[2 * i + 1] as number);
			}
			next = Math.max(next, first + peaks.length / 2);
		},
		at: (index) =>
			index < 0 || index >= next || index < next - size
				? [0, 0]
				: [values[2 * (index % size)] as number, values[2 * (index % size) + 1] as number],
	};
}
