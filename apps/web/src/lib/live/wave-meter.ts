/** Outline of a stream at 16 kHz. */
export interface WaveMeter {
	add(samples: Float32Array): void;
	/** The outline since the last call, in pairs [low, high] of 20 ms; `time` is where it begins, in seconds. */
	take(): { readonly time: number; readonly peaks: Float32Array } | null;
	/** Time begins at 0 again. */
	restart(): void;
}

/** Samples of one pair. */
const stretch = 320;
/** Fewer pairs are not worth a message: three are 60 ms. */
const least = 3;

/** A meter that has heard nothing. */
export function createWaveMeter(): WaveMeter {
	let pairs: number[] = [];
	let taken = 0;
	let low = 0;
	let high = 0;
	let count = 0;
	return {
		add: (samples) => {
			for (const sample of samples) {
				if (sample < low) low = sample;
				if (sample > high) high = sample;
				if (++count < stretch) continue;
				pairs.push(low, high);
				low = 0;
				high = 0;
				count = 0;
			}
		},
		take: () => {
			if (pairs.length < 2 * least) return null;
			const time = (taken * stretch) / 16_000;
			const peaks = Float32Array.from(pairs);
			taken += pairs.length / 2;
			pairs = [];
			return { time, peaks };
		},
		restart: () => {
			pairs = [];
			taken = 0;
			count = 0;
		},
	};
}
