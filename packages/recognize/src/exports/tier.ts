import type { Interval } from "../vad/speech-segments.ts";

/** A named row of a timeline: intervals in order, not overlapping, with what is written in each. */
export interface Tier {
	readonly name: string;
	readonly intervals: readonly (Interval & { readonly text: string })[];
}
