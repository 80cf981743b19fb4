import type { Sex } from "@undertone/corpora";

/** What is known of a clip beside its label. */
export interface ClipDetail {
	readonly sex: Sex;
	/** BCP 47 language tag, or "" where unknown. */
	readonly language: string;
	/** Hertz; undefined where it was not measured, or nothing is voiced. */
	readonly medianF0?: number;
	/** Of the speaker, where the corpus says it. */
	readonly age?: string;
	readonly accent?: string;
}
