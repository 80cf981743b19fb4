import type { Emotion } from "@undertone/core";

/** What stands on both sides of a split, or does not. */
export type SplitKind =
	| "speaker-independent"
	| "sentence-independent"
	| "speaker-and-sentence-independent"
	| "random"
	| "cross-corpus"
	| "fixed";

/** Where a recipe was chosen. */
export type Selection = "other-corpora" | "nested" | "fixed-beforehand" | "same-speakers";

/** A figure in 0–1 with its 95 % interval. */
export interface Metric {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** `results/ID/result.json`. */
export interface Result {
	readonly id: string;
	/** Makes it again. */
	readonly command: string;
	/** Tested on. */
	readonly corpora: readonly string[];
	/** Where different. */
	readonly trainedOn?: readonly string[];
	/** Tables of clips (`csv:PATH`) among what was read: a report asks them who spoke. */
	readonly sources?: readonly string[];
	readonly split: SplitKind;
	readonly adaptation: {
		readonly kind: "none" | "unlabelled" | "neutral" | "transductive" | "self-trained";
		readonly k: number;
	};
	readonly classifier: string;
	readonly features: string;
	/** That the model can name, in the order of the scores. */
	readonly labels: readonly Emotion[];
	/** Those of {@link labels} that no tested clip has: naming one is an error, and means over classes leave them out. */
	readonly absent?: readonly Emotion[];
	readonly folds: readonly { readonly name: string; readonly testSpeakers: readonly string[] }[];
	readonly selection: Selection;
	/** Clips tested, after `exclude.csv`. */
	readonly n: number;
	/** `uar` and `accuracy` first. */
	readonly metrics: Readonly<Record<string, Metric>>;
	/** What the intervals were drawn over. */
	readonly intervals: "speakers" | "clips";
	readonly seed: number;
	readonly trainSeconds: number;
	/** ISO date. */
	readonly date: string;
	/** What is printed beside the figures wherever they stand, because they mislead without it. */
	readonly caveat?: string;
	/** What a reader should know beside the figures. */
	readonly notes?: readonly string[];
}

/** A row of `results/ID/predictions.csv`. */
export interface StoredPrediction {
	readonly file: string;
	readonly corpus: string;
	readonly speaker: string;
	readonly fold: string;
	/** Draw or seed. */
	readonly repeat: number;
	readonly actual: Emotion;
	readonly predicted: Emotion;
	/** One a label, in the result's order. */
	readonly scores: readonly number[];
}
