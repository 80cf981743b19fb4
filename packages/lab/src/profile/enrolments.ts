import { createRandom, type Emotion } from "@undertone/core";

/** A way to get to know a speaker before the test. */
export interface Enrolment {
	/** `any clips`, `neutral clips`, `angry clips only`. */
	readonly way: string;
	readonly kind: "any" | "neutral";
	/** How many clips at most. */
	readonly k: number;
	/** Rows that are listened to. */
	readonly enrolled: readonly number[];
	/** Rows that are scored; none of them is listened to. */
	readonly scored: readonly number[];
}

/** Clips put aside of every speaker: the same others are then scored for every k. */
const pool = { any: 20, neutral: 3 } as const;
const sizes = { any: [1, 2, 3, 5, 10, 20], neutral: [1, 2, 3] } as const;

/** A one-sided profile takes so many clips of the one emotion where there are more. */
const mostOfOne = 5;
/** Below this no profile is used anyhow. */
const leastOfOne = 3;

/**
 * What a speaker is got to know by in one draw: k of their clips, up to three neutral ones, and clips of one emotion
 * only.
 *
 * @param rows - All clips of the speaker.
 * @param emotions - Of every row of the corpus.
 * @param name - Of speaker and draw: the same name draws the same.
 */
export function enrolments(
	rows: readonly number[],
	emotions: readonly Emotion[],
	{ seed, name }: { readonly seed: number; readonly name: string },
): Enrolment[] {
	const order = createRandom(seed)
		.fork(name)
		.shuffle([...rows]);
	const drawn = {
		any: order.slice(0, pool.any),
		neutral: order.filter((row) => emotions[row] === "neutral").slice(0, pool.neutral),
	};
	const aside = new Set([...drawn.any, ...drawn.neutral]);
	const scored = rows.filter((row) => !aside.has(row));
	const by = (kind: "any" | "neutral"): Enrolment[] =>
		sizes[kind].map((k) => ({
			way: `${kind} clips`,
			kind,
			k,
			enrolled: drawn[kind].slice(0, k),
			scored,
		}));
	const one = [...new Set(rows.map((row) => emotions[row] as Emotion))].sort().flatMap((emotion) => {
		const own = order.filter((row) => emotions[row] === emotion);
		const enrolled = own.slice(0, Math.min(mostOfOne, own.length - 1));
		if (enrolled.length < leastOfOne) return [];
		return [
			{
				way: `${emotion} clips only`,
				kind: "any" as const,
				k: mostOfOne,
				enrolled,
				scored: rows.filter((row) => !enrolled.includes(row)),
			},
		];
	});
	return [...by("any"), ...by("neutral"), ...one];
}
