import type { Stretch } from "@undertone/speech";

/** What the page asks of the worker that measures features. */
export type FeatureRequest =
	| { readonly id: number; readonly open: { readonly name: string; readonly bytes: ArrayBuffer } }
	| { readonly id: number; readonly open: { readonly signal: Float32Array } }
	/** The numbers of a set, of the recording opened last. */
	| { readonly id: number; readonly set: string };

/** Times of frames: the first one's middle and the distance, s. */
interface Frames {
	readonly start: number;
	readonly step: number;
}

/** Rows of numbers over time, row-major: a row is a frame. */
export interface Heat extends Frames {
	readonly rows: number;
	readonly columns: number;
	readonly data: Float32Array;
}

/** Everything that is drawn over time. */
export interface Tracks {
	/** Seconds that were measured. */
	readonly duration: number;
	/** Seconds of the whole recording, of which only the beginning may have been measured. */
	readonly wholeDuration: number;
	/** Pairs [low, high, …]. */
	readonly peaks: readonly number[];
	/** dB below the loudest, 0–8 kHz. */
	readonly spectrogram: Heat;
	/** Hz, NaN where unvoiced. */
	readonly pitch: Frames & { readonly values: Float64Array };
	/** dB. */
	readonly intensity: Frames & { readonly values: Float64Array };
	/** Hz, five a frame. */
	readonly formants: Heat;
	/** Coefficients 1–12. */
	readonly mfcc: Heat;
	/** Twelve pitch classes from C. */
	readonly chroma: Heat;
	readonly pauses: readonly Stretch[];
	/** Times, s. */
	readonly syllables: Float64Array;
	/** Mono at 16 kHz. */
	readonly signal: Float32Array;
}

/** What the worker says. */
export type FeatureAnswer =
	| { readonly id: number; readonly tracks: Tracks }
	| { readonly id: number; readonly values: Float32Array }
	| { readonly id: number; readonly failed: { readonly code: string; readonly message: string } };
