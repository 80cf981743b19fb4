import type { Matrix } from "@undertone/core";
import type { SignalPieces } from "./signal-pieces.ts";

/** One number of a set (of a frame or of a clip), as a table or a page names it. */
export interface FeatureDescription {
	readonly name: string;
	/** "Hz", "dB", "1/s", "1" for a pure number. */
	readonly unit: string;
	/** Whose definition is followed: "librosa", "Praat", a paper, or "ours". */
	readonly source: string;
	readonly description: string;
}

/** A named, versioned list of numbers that a signal is turned into. */
export interface FeatureSet {
	/** Name and version, as models store it: `s1-mfcc40@1`. */
	readonly id: string;
	readonly name: string;
	/** Counts up whenever a definition changes. */
	readonly version: number;
	/** The rate the signal must have, Hz. */
	readonly sampleRate: number;
	/** Whether `extract` gives one row a clip or one row a frame. */
	readonly kind: "functionals" | "frames";
	/** One a column, in order. */
	readonly features: readonly FeatureDescription[];
	/** Samples from one frame to the next; null for functionals, and for rows that are no frames. */
	readonly hopLength: number | null;
	/** Of columns that are bands of frequency: Hz, shape `[features + 1]`; column j lies between j and j + 1. */
	readonly bandEdges?: readonly number[];
	/** Rows have times of their own among their features (Praat's frames, pulses), and none at multiples of a step. */
	readonly ownTimes?: true;
	/**
	 * @param signal - Mono samples in [-1, 1] at `sampleRate`, shape `[n]`.
	 * @returns Shape `[1, features]` or `[frames, features]`; NaN where a quantity is undefined (the pitch of
	 *   a clip without voiced speech), which models replace by the training part's mean.
	 */
	extract(signal: Float32Array): Matrix & { readonly data: Float32Array };
	/**
	 * The same rows of a recording too long to be held, some at a time: all sets here have it; absent where a set of
	 * your own hangs on the whole clip.
	 */
	readonly inPieces?: (signal: SignalPieces) => AsyncIterable<Float32Array>;
}
