import type { Emotion } from "./emotion.ts";

/** Probabilities keyed by label, never by index; they sum to 1 over the labels of the model that gave them. */
export type Scores = Partial<Record<Emotion, number>>;

/** Why a recogniser would rather not name a label; {@link reasonSentence} words each for a reader. */
export const reasons = [
	"too-short",
	"silence",
	"too-quiet",
	"no-speech",
	"noise",
	"clipped",
	"telephone-band",
	"unfamiliar",
	"low-confidence",
	"no-face",
	"several-faces",
	"too-small",
	"blurred",
	"turned-away",
	"too-dark",
	"half-outside",
	"no-expression-model",
] as const;

/** See {@link reasons}. */
export type Reason = (typeof reasons)[number];

/** What a recogniser says of one clip, segment, window or face. */
export interface Prediction {
	/** The label with the highest score, or null when not sure. */
	readonly label: Emotion | null;
	/** Calibrated probabilities, or null when nothing could be scored (silence, no speech). */
	readonly scores: Scores | null;
	/** The highest score, 0 when there are none. */
	readonly confidence: number;
	readonly notSure: boolean;
	/** Empty when sure and nothing was noticed; a sure prediction may still carry a warning (`clipped`). */
	readonly reasons: readonly Reason[];
}

/** A stretch of time with a prediction. */
export interface Segment extends Prediction {
	/** Seconds. */
	readonly start: number;
	/** Seconds, greater than `start`. */
	readonly end: number;
}

/** Segments in order of time, not overlapping, within [0, duration]. */
export interface Timeline {
	/** Seconds. */
	readonly duration: number;
	readonly segments: readonly Segment[];
}

const sentences: Record<Reason, string> = {
	"too-short": "There is too little speech to tell.",
	silence: "The recording is silent.",
	"too-quiet": "The recording is too quiet.",
	"no-speech": "No speech was found.",
	noise: "There is too much noise around the voice.",
	clipped: "The recording is clipped: parts of it are louder than it can hold.",
	"telephone-band": "The recording holds nothing above about 4 kHz, as over a telephone.",
	unfamiliar: "This sounds unlike the recordings that the model learnt from.",
	"low-confidence": "No emotion stands out clearly.",
	"no-face": "No face was found.",
	"several-faces": "There are several faces.",
	"too-small": "The face is too small.",
	blurred: "The face is blurred.",
	"turned-away": "The face is turned away.",
	"too-dark": "The picture is too dark.",
	"half-outside": "The face is partly outside the picture.",
	"no-expression-model": "There is no model for expressions here.",
};

/** A reason as one sentence for a reader. */
export function reasonSentence(reason: Reason): string {
	return sentences[reason];
}
