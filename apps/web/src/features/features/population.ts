/** What is usual: of a number of a set, its 5th, 25th, 50th, 75th and 95th percentile. */
export interface Usual {
	readonly low: number;
	readonly lower: number;
	readonly median: number;
	readonly upper: number;
	readonly high: number;
}

/** `population.json`, made by `scripts/make-population.ts`. */
export interface Population {
	readonly corpora: readonly string[];
	readonly speakers: number;
	readonly clips: number;
	readonly sets: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>;
}

let loaded: Promise<Population> | undefined;

/** The population, fetched when first needed. */
export function loadPopulation(): Promise<Population> {
	loaded ??= import("./population.json").then((module) => module.default as Population);
	return loaded;
}

/** What is usual for a number, or null where the population has too few values of it. */
export function usualOf({ sets }: Population, set: string, name: string): Usual | null {
	const [low, lower, median, upper, high] = sets[set]?.[name] ?? [];
	if (low == null || lower == null || median == null || upper == null || high == null) return null;
	return { low, lower, median, upper, high };
}

/** Where a value lies among what is usual: −2 below 19 of 20 recordings, −1 below three of four, to 2. */
export function placeOf(value: number, { low, lower, upper, high }: Usual): -2 | -1 | 0 | 1 | 2 {
	if (value < low) return -2;
	if (value < lower) return -1;
	if (value > high) return 2;
	return value > upper ? 1 : 0;
}
