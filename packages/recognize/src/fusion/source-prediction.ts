import type { Prediction } from "@undertone/core";

/** What a voice or a face says, for fusion. */
export interface SourcePrediction extends Prediction {
	/** How far it is heard beside another source, from 0, not at all, to 1, which is meant where it is left out. */
	readonly trust?: number;
}
