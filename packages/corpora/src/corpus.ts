import type { Emotion } from "@undertone/core";

/** One labelled clip. */
export interface Utterance {
	/** Path below the corpus's folder, as stored, with "/" between folders. */
	readonly file: string;
	/** Absolute path. */
	readonly path: string;
	/** The corpus's name: `RAVDESS`. */
	readonly corpus: string;
	readonly speaker: string;
	readonly sex: Sex;
	/** BCP 47 language tag, or "" where unknown. */
	readonly language: string;
	/** What was said, as the corpus codes it; "" where unknown. */
	readonly sentence: string;
	readonly emotion: Emotion;
	/** How strongly it was acted, as the corpus says it; "" where it does not. */
	readonly intensity: string;
	/** Further columns of a csv, carried along by name. */
	readonly other: Readonly<Record<string, string>>;
}

/** As corpora state it. */
export type Sex = "female" | "male" | "unknown";

/** A file that is audio but no clip of the corpus, and why. */
export interface UnknownFile {
	readonly file: string;
	readonly reason: string;
}

/** A folder of labelled clips, read. */
export interface Corpus {
	readonly name: string;
	/** Absolute path. */
	readonly folder: string;
	/** In order of `file`. */
	readonly utterances: readonly Utterance[];
	/** Where the clips differ from the corpus's official counts, a sentence each; empty when complete. */
	readonly differences: readonly string[];
	readonly unknownFiles: readonly UnknownFile[];
	/** Clips left out by `exclude.csv`, with its reasons. */
	readonly excluded: readonly UnknownFile[];
	/** The licence, in short; "" where unknown. */
	readonly licence: string;
}
