import type { Emotion } from "@undertone/core";
import type { Sex, Utterance } from "./corpus.ts";

/** What a file's name says of a clip. */
export interface ParsedName {
	readonly speaker: string;
	readonly sex: Sex;
	readonly sentence: string;
	readonly emotion: Emotion;
	readonly intensity: string;
	/** Of the speaker, in years, where the corpus publishes it. */
	readonly age?: string;
	/** Of the speaker, where the corpus publishes it. */
	readonly accent?: string;
}

/** How one corpus is laid out. */
export interface CorpusReader {
	/** As it is written: `RAVDESS`. */
	readonly name: string;
	/** Names that a folder or a command line may use, lower case; the first is the usual one. */
	readonly aliases: readonly string[];
	/** BCP 47. */
	readonly language: string;
	readonly licence: string;
	/**
	 * Reads a base name without its ending.
	 *
	 * @returns What it says, or a sentence saying why it is no clip of this corpus.
	 */
	readonly parse: (stem: string) => ParsedName | string;
	/** Compares what was found with the official counts; a sentence for each difference. */
	readonly compare: (utterances: readonly Utterance[]) => string[];
}

/**
 * Looks a code up; the sentence for an unknown one lists the allowed ones.
 *
 * @returns The value, or a sentence.
 */
export function lookUp<T>(
	table: Readonly<Record<string, T>>,
	code: string,
	what: string,
	stem: string,
): { readonly value: T } | string {
	if (Object.hasOwn(table, code)) return { value: table[code] as T };
	return `unknown ${what} code "${code}" in "${stem}", expected one of ${Object.keys(table)
		.sort()
		.map((key) => `"${key}"`)
		.join(", ")}`;
}

/** Official number of clips by speaker and emotion. */
export type OfficialCounts = Readonly<Record<string, Partial<Record<Emotion, number>>>>;

/** Compares counts by speaker and emotion; a sentence for each pair that differs. */
export function compareCounts(utterances: readonly Utterance[], official: OfficialCounts): string[] {
	const found: Record<string, Partial<Record<Emotion, number>>> = {};
	for (const { speaker, emotion } of utterances) {
		const counts = found[speaker] ?? {};
		found[speaker] = counts;
		counts[emotion] = (counts[emotion] ?? 0) + 1;
	}
	const speakers = [...new Set([...Object.keys(official), ...Object.keys(found)])].sort();
	return speakers.flatMap((speaker) => {
		const expected = official[speaker];
		const given = found[speaker];
		if (expected === undefined) return [`speaker ${speaker} is not one of the corpus`];
		if (given === undefined) return [`speaker ${speaker} is missing`];
		const emotions = [...new Set([...Object.keys(expected), ...Object.keys(given)])] as Emotion[];
		return emotions
			.filter((emotion) => (expected[emotion] ?? 0) !== (given[emotion] ?? 0))
			.map(
				(emotion) =>
					`speaker ${speaker}, ${emotion}: ${given[emotion] ?? 0} clips of ${expected[emotion] ?? 0}`,
			);
	});
}
