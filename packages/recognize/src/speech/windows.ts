import type { Interval } from "../vad/speech-segments.ts";

/** How speech is cut into windows, in seconds. */
export interface WindowOptions {
	/** Length of a window. */
	readonly length?: number;
	/** From the start of one window to the next. */
	readonly step?: number;
	/** Pauses up to this long do not part phrases. */
	readonly bridge?: number;
	/** Phrases with less speech are not judged alone. */
	readonly shortest?: number;
}

/** A stretch of speech to be judged as one, cut into windows that overlap. */
export interface Phrase extends Interval {
	/** In order; together they cover the phrase; each lies inside it. */
	readonly windows: readonly Interval[];
}

/**
 * Phrases of a recording: speech joined over short pauses, each with the windows to score.
 *
 * A phrase up to 1.6 windows long is one window; a longer one has windows of `length`, about `step` apart,
 * the last one ending where the phrase ends.
 *
 * @param speech - Stretches of speech in order, in seconds.
 */
export function phrases(
	speech: readonly Interval[],
	{ length = 2.5, step = 1, bridge = 0.6, shortest = 0.4 }: WindowOptions = {},
): Phrase[] {
	const joined: { start: number; end: number; spoken: number }[] = [];
	for (const { start, end } of speech) {
		const last = joined.at(-1);
		if (last !== undefined && start - last.end <= bridge) {
			last.end = end;
			last.spoken += end - start;
		} else joined.push({ start, end, spoken: end - start });
	}
	return joined
		.filter(({ spoken }) => spoken >= shortest)
		.map(({ start, end }) => ({ start, end, windows: cut(start, end, length, step) }));
}

function cut(start: number, end: number, length: number, step: number): Interval[] {
	const duration = end - start;
	if (duration <= 1.6 * length) return [{ start, end }];
	const count = Math.ceil((duration - length) / step) + 1;
	const stride = (duration - length) / (count - 1);
	return Array.from({ length: count }, (_, i) => {
		const from = start + i * stride;
		return { start: from, end: i === count - 1 ? end : from + length };
	});
}
