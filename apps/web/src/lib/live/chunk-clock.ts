/** When the samples of a stream were there. */
export interface ChunkClock {
	/**
	 * Takes a chunk's length and the time its last sample was there, in milliseconds.
	 *
	 * @returns Milliseconds that are missing between the chunk before and this one; 0 or a little around it normally.
	 */
	add(samples: number, at: number): number;
	/** When the sample at a time of the stream (seconds) was there; the last known time for what is still to come. */
	at(seconds: number): number;
	/** Begins a stream anew; returns the seconds of the one before, without the last chunk. */
	restart(): number;
}

/** Seconds whose times are remembered. */
const remembered = 10;

/** A clock for a stream of the given rate in Hz. */
export function createChunkClock(sampleRate: number): ChunkClock {
	let chunks: { readonly end: number; readonly at: number; readonly length: number }[] = [];
	let total = 0;
	return {
		add: (samples, at) => {
			const before = chunks.at(-1);
			total += samples / sampleRate;
			chunks.push({ end: total, at, length: samples / sampleRate });
			while ((chunks[0]?.end ?? total) < total - remembered) chunks.shift();
			return before === undefined ? 0 : at - before.at - (1000 * samples) / sampleRate;
		},
		at: (seconds) => chunks.find(({ end }) => end >= seconds - 1e-6)?.at ?? chunks.at(-1)?.at ?? Date.now(),
		restart: () => {
			const seconds = total - (chunks.at(-1)?.length ?? 0);
			chunks = [];
			total = 0;
			return seconds;
		},
	};
}
