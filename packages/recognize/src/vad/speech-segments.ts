import { vadFrameLength } from "./silero-graph.ts";

/** A stretch of time in seconds, `end > start`. */
export interface Interval {
	readonly start: number;
	readonly end: number;
}

/** When speech begins and ends. */
export interface SpeechSegmentOptions {
	/** Probability from which speech begins. */
	readonly threshold?: number;
	/** Probability under which it may end. */
	readonly lowThreshold?: number;
	/** Seconds: shorter speech is dropped. */
	readonly minSpeech?: number;
	/** Seconds: shorter pauses do not end speech. */
	readonly minPause?: number;
	/** Seconds added on both sides, where nothing else stands. */
	readonly padding?: number;
}

const step = vadFrameLength / 16_000;

/**
 * Stretches of speech from probabilities of 32 ms frames.
 *
 * Speech begins where the probability reaches `threshold` and ends when it has stayed under `lowThreshold`
 * for `minPause` (two thresholds and a hangover, as in Silero's own `get_speech_timestamps`).
 *
 * @param probabilities - One for each 512 samples at 16 kHz.
 * @param duration - Seconds; no stretch ends later.
 * @returns In order, not overlapping.
 */
export function speechSegments(
	probabilities: ArrayLike<number>,
	duration: number,
	{
		threshold = 0.5,
		lowThreshold = 0.35,
		minSpeech = 0.2,
		minPause = 0.25,
		padding = 0.06,
	}: SpeechSegmentOptions = {},
): Interval[] {
	const found: Interval[] = [];
	let start = -1;
	let lastSpeech = 0;
	const close = (): void => {
		if (start >= 0 && (lastSpeech - start) * step >= minSpeech) {
			found.push({ start: start * step, end: lastSpeech * step });
		}
		start = -1;
	};
	for (let i = 0; i < probabilities.length; i++) {
		const probability = probabilities[i] as number;
		if (start < 0 && probability < threshold) continue;
		if (start < 0) start = i;
		if (probability >= lowThreshold) lastSpeech = i + 1;
		else if ((i + 1 - lastSpeech) * step >= minPause) close();
	}
	close();
	return found.map(({ start: from, end }, i) => ({
		start: Math.max(0, from - Math.min(padding, (from - (found[i - 1]?.end ?? -1)) / 2)),
		end: Math.min(duration, end + Math.min(padding, ((found[i + 1]?.start ?? duration + 1) - end) / 2)),
	}));
}
