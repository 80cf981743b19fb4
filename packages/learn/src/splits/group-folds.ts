import { createRandom } from "@undertone/core";
import { checkFolds, type Fold, foldOf } from "./fold.ts";

/**
 * A fold for every speaker (or other group): tested on it, trained on all others.
 *
 * @param speakers - Speaker of every sample.
 * @throws {RangeError} If there are fewer than two.
 */
export function leaveOneSpeakerOut(speakers: readonly string[]): Fold[] {
	const names = [...new Set(speakers)].sort();
	checkFolds(names.length, Math.max(names.length, 2), "leaveOneSpeakerOut", "speakers");
	return names.map((name) => foldOf(speakers.length, name, (i) => speakers[i] === name));
}

/**
 * k folds of whole speakers, with about the same number of samples each.
 *
 * Speakers, the largest first (equals in an order drawn from the seed), go to the fold that is smallest so far.
 * With `balance` (such as the sex or corpus of every sample), each of its groups is dealt out in turn, so that
 * the folds are alike in it.
 *
 * @throws {RangeError} If k is less than 2 or greater than the number of speakers.
 */
export function speakerFolds(
	speakers: readonly string[],
	k: number,
	{ seed = 1, balance }: { readonly seed?: number; readonly balance?: readonly string[] } = {},
): Fold[] {
	const counts = new Map<string, number>();
	const groupOf = new Map<string, string>();
	for (const [i, speaker] of speakers.entries()) {
		counts.set(speaker, (counts.get(speaker) ?? 0) + 1);
		groupOf.set(speaker, balance?.[i] ?? "");
	}
	checkFolds(k, counts.size, "speakerFolds", "speakers");
	const shuffled = createRandom(seed).shuffle([...counts.keys()].sort());
	const sizes = new Array<number>(k).fill(0);
	const foldFor = new Map<string, number>();
	for (const group of [...new Set(groupOf.values())].sort()) {
		const members = shuffled.filter((speaker) => groupOf.get(speaker) === group);
		members.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
		const dealt = new Array<number>(k).fill(0);
		for (const speaker of members) {
			const order = sizes.map((_, f) => f);
			// Fewest of this group first, then the smallest fold.
			order.sort((a, b) => at(dealt, a) - at(dealt, b) || at(sizes, a) - at(sizes, b) || a - b);
			const f = order[0] as number;
			const count = counts.get(speaker) ?? 0;
			foldFor.set(speaker, f);
			dealt[f] = at(dealt, f) + 1;
			sizes[f] = at(sizes, f) + count;
		}
	}
	return sizes.map((_, f) =>
		foldOf(speakers.length, String(f + 1), (i) => foldFor.get(speakers[i] as string) === f),
	);
}

/**
 * k folds by sentence: no sentence is in both parts, speakers are.
 *
 * @throws {RangeError} If k is less than 2 or greater than the number of sentences.
 */
export function sentenceFolds(
	sentences: readonly string[],
	k: number,
	{ seed = 1 }: { readonly seed?: number } = {},
): Fold[] {
	checkFolds(k, new Set(sentences).size, "sentenceFolds", "sentences");
	return speakerFolds(sentences, k, { seed });
}

/**
 * Folds by speaker and sentence at once: every pair of a speaker fold and a sentence fold is tested, and trained
 * on the samples that share neither speaker nor sentence fold with it.
 *
 * @returns `speakerK × sentenceK` folds that together test every sample once.
 */
export function speakerAndSentenceFolds(
	speakers: readonly string[],
	sentences: readonly string[],
	{ speakerK, sentenceK, seed = 1 }: { speakerK: number; sentenceK: number; seed?: number },
): Fold[] {
	const bySpeaker = speakerFolds(speakers, speakerK, { seed });
	const bySentence = sentenceFolds(sentences, sentenceK, { seed });
	return bySpeaker.flatMap((outer) =>
		bySentence.map((inner) => {
			const sentenceTest = new Set(inner.test);
			return {
				name: `${outer.name}/${inner.name}`,
				train: outer.train.filter((i) => !sentenceTest.has(i)),
				test: outer.test.filter((i) => sentenceTest.has(i)),
			};
		}),
	);
}

function at(values: readonly number[], i: number): number {
	return values[i] as number;
}
