import type { Prediction, Segment } from "@undertone/core";
import type { Tier } from "../exports/tier.ts";
import type { Interval } from "../vad/speech-segments.ts";

/** A moment the user marked. */
export interface LiveMark {
	/** Seconds of the session. */
	readonly time: number;
	readonly text: string;
}

/** One source of a session: what was said of it over time, and of all of it. */
export interface LiveTrack {
	/** In order, not overlapping, within [0, duration]. */
	readonly segments: readonly Segment[];
	/** Null where nothing could be scored. */
	readonly overall: Prediction | null;
	/** Names what gave the scores. */
	readonly model: string;
}

/** A live session, while it runs or afterwards: everything its exports write. */
export interface LiveRecord {
	/** ISO 8601. */
	readonly started: string;
	/** Seconds, without pauses. */
	readonly duration: number;
	/** Null where the source was not used. */
	readonly speech: (LiveTrack & { readonly heard: readonly Interval[] }) | null;
	readonly face: LiveTrack | null;
	/** Both together; null where one of them was not used. */
	readonly fused: LiveTrack | null;
	readonly marks: readonly LiveMark[];
	readonly note: string;
}

/** Seconds that a mark takes as an interval, for formats without points. */
const markLength = 0.5;

/** The tracks of a record by name, the fused one first. */
export function tracksOf({ speech, face, fused }: LiveRecord): { name: string; track: LiveTrack }[] {
	return [
		{ name: "fused", track: fused },
		{ name: "speech", track: speech },
		{ name: "face", track: face },
	].flatMap(({ name, track }) => (track === null ? [] : [{ name, track }]));
}

/** Marks as intervals that do not overlap and end with the session. */
export function markIntervals({ marks, duration }: LiveRecord): Tier["intervals"] {
	const inOrder = [...marks].sort((a, b) => a.time - b.time);
	return inOrder.flatMap(({ time, text }, i) => {
		const end = Math.min(duration, time + markLength, inOrder[i + 1]?.time ?? duration);
		return end > time ? [{ start: time, end, text: text === "" ? "mark" : text }] : [];
	});
}
