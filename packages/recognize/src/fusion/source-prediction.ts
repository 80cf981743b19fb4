import type { Prediction } from "@undertone/core";

/** What a voice or a face says, for fusion. */
export interface SourcePrediction extends Prediction {
	/** The voice stands less than {@link leastSnrDb} above its noise: beside a sound face it does not count. */
	readonly inNoise?: boolean;
}

/**
 * Decibels that speech must stand above its noise to count beside a sound face: what the fitting half of
 * `undertone reproduce fusion` chose.
 */
export const leastSnrDb = 14;
