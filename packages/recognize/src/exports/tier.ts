import type { Interval } from "../vad/speech-segments.ts";

/** A named row of a timeline: intervals in order, not overlapping, with what is written in each. */
export interface Tier {
	readonly name: string;
	readonly intervals: readonly (Interval & { readonly text: string })[];
}

/** A named row of moments, in order. */
export interface PointTier {
	readonly name: string;
	/** Times in s. */
	readonly points: readonly { readonly time: number; readonly text: string }[];
}
