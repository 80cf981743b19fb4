import type { Prediction, Segment } from "@undertone/core";
import type { FeatureEffect } from "../explain/explain-features.ts";
import type { FrameExplanation } from "../explain/explain-frames.ts";
import type { Interval } from "../vad/speech-segments.ts";

/** What a recogniser says of a recording. */
export interface SpeechAnalysis extends Prediction {
	/** Seconds. */
	readonly duration: number;
	/** The timeline: in order, not overlapping, within [0, duration]. */
	readonly segments: readonly Segment[];
	/** Where there is speech. */
	readonly speech: readonly Interval[];
	/** The features that moved the highest score most, strongest first; empty when nothing was scored, and for a model of frames. */
	readonly features: readonly FeatureEffect[];
	/** The parts of the spectrogram that moved the highest score, for a model of frames; null otherwise. */
	readonly frames: FrameExplanation | null;
	/** What `features` or `frames` describes: the whole recording, or the window that sounds most like the label. */
	readonly explained: Interval | null;
	readonly model: { readonly name: string; readonly sha256: string };
	/** Whether a speaker profile was used, and if one was given but not used, why; null without one. */
	readonly profile: { readonly used: boolean; readonly why: string | null } | null;
}
