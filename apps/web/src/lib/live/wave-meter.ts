import type { HeardLevel } from "./speech-messages.ts";

/** Outline and level of a stream at 16 kHz. */
export interface WaveMeter {
	readonly level: HeardLevel;
	add(samples: Float32Array): void;
	/** The outline since the last call, in pairs [low, high] of 20 ms; `time` is where it begins, in seconds. */
	take(): { readonly time: number; readonly peaks: Float32Array } | null;
	/** Time begins at 0 again; the level goes on. */
	restart(): void;
}

/** Samples of one pair. */
const stretch = 320;
/** Fewer pairs are not worth a message: three are 60 ms. */
const least = 3;

/** A meter that has heard nothing. */
export function createWaveMeter(): WaveMeter {
	let level: HeardLevel = { samples: 0, peak: 0, energy: 0, clipped: 0 };
	let pairs: number[] = [];
	let taken = 0;
	let low = 0;
	let high = 0;
	let count = 0;
	return {
		get level() {
			return level;
		},
		add: (samples) => {
			let { peak, energy, clipped } = level;
			for (const sample of samples) {
				const size = Math.abs(sample);
				if (size > peak) peak = size;
				if (size >= 0.999) clipped++;
				energy += sample * sample;
				if (sample < low) low = sample;
				if (sample > high) high = sample;
				if (++count < stretch) continue;
				pairs.push(low, high);
				low = 0;
				high = 0;
				count = 0;
			}
			level = { samples: level.samples + samples.length, peak, energy, clipped };
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
