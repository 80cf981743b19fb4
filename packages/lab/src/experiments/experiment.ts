import type { Result } from "../results/result.ts";

/** Where an experiment reads, writes and reports. */
export interface ExperimentContext {
	/** Folder of the corpora, see `findData`. */
	readonly data?: string | undefined;
	/** Folder of stored results. */
	readonly results: string;
	readonly cache: string;
	/** A table of features computed before, instead of the corpora's audio. */
	readonly featureTable?: string | undefined;
	readonly signal?: AbortSignal | undefined;
	/** A line for the reader. */
	readonly print: (line: string) => void;
	/** How far a long step has come, 0–1. */
	readonly progress: (what: string, share: number, note?: string) => void;
}

/** Something that `undertone reproduce` can run. */
export interface Experiment {
	readonly id: string;
	readonly summary: string;
	run(context: ExperimentContext): Promise<readonly Result[]>;
}
