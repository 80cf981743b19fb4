import type { FeatureSet } from "@undertone/speech";

/** What the columns of a table are called. */
export interface TableHeader {
	/** Columns of words: file, speaker, emotion, … */
	readonly labels: readonly string[];
	/** Columns of numbers before the features: duration, or frame and time. */
	readonly numbers: readonly string[];
	readonly features: readonly string[];
}

/** The rows of one file. */
export interface TableRows {
	/** In the order of `TableHeader.labels`; the same for every row of the file. */
	readonly labels: readonly string[];
	/** Seconds. */
	readonly duration: number;
	readonly rows: number;
	/** In the order of `TableHeader.numbers`. */
	numbersOf(row: number): readonly number[];
	/** The values some rows at a time, shape `[some, features]` each. */
	blocks(): AsyncIterable<Float32Array>;
}

/** Writes a table file by file; what is half written never stands under the name asked for. */
export interface TableWriter {
	write(rows: TableRows): Promise<void>;
	/** @returns The paths written. */
	finish(): Promise<string[]>;
	/** Removes what was begun. */
	abandon(): Promise<void>;
}

/**
 * Names of all features of several sets, in order; a name that two sets have is written `set.name`.
 *
 * @example
 * featureNames([getFeatureSet("s1-mfcc40")])[0] // => "mfcc0_mean"
 */
export function featureNames(sets: readonly FeatureSet[]): string[] {
	const count = new Map<string, number>();
	for (const { features } of sets) {
		for (const { name } of features) count.set(name, (count.get(name) ?? 0) + 1);
	}
	return sets.flatMap((set) =>
		set.features.map(({ name }) => ((count.get(name) ?? 0) > 1 ? `${set.name}.${name}` : name)),
	);
}
