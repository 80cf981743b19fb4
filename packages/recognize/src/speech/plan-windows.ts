import type { Interval } from "../vad/speech-segments.ts";
import { type Phrase, phrases } from "./windows.ts";

/** Up to this many seconds a recording is also scored whole, as the corpora's clips are. */
const wholeDuration = 6;

/** Seconds from one window to the next: the longer a recording, the less its windows overlap, to save time. */
const stepFor = (duration: number): number => (duration <= wholeDuration ? 2.5 : duration <= 60 ? 1.5 : 2);

/** What of a recording is scored. */
export interface WindowPlan {
	/** Stretches to score, in seconds. */
	readonly windows: readonly Interval[];
	/** The first of `windows` is the whole recording, and its score is the answer. */
	readonly whole: boolean;
	/** The phrases of the timeline, and where in `windows` the windows of each begin. */
	readonly phrases: readonly { readonly phrase: Phrase; readonly from: number }[];
}

/**
 * Plans what is scored: a short recording whole, the phrases of any by windows; where a short one is a single
 * phrase of a single window, the whole stands for it.
 *
 * @param speech - Stretches of speech in seconds.
 * @param duration - Of the recording, in seconds.
 */
export function planWindows(speech: readonly Interval[], duration: number): WindowPlan {
	const whole = duration <= wholeDuration;
	const spoken = phrases(speech, { step: stepFor(duration) });
	const all: Interval = { start: 0, end: duration };
	const [only] = spoken;
	if (whole && spoken.length <= 1 && (only === undefined || only.windows.length === 1)) {
		return { windows: [all], whole, phrases: spoken.map((phrase) => ({ phrase, from: 0 })) };
	}
	const windows: Interval[] = whole ? [all] : [];
	const placed = spoken.map((phrase) => {
		const from = windows.length;
		windows.push(...phrase.windows);
		return { phrase, from };
	});
	return { windows, whole, phrases: placed };
}
