import type { Emotion } from "@undertone/core";
import { bootstrapInterval, macroAverage, type PairedDifference, pairedDifference } from "@undertone/learn";

/** How often a clip was scored over all draws, and how often it was named rightly: with a profile, and without. */
export interface Tally {
	readonly file: string;
	readonly speaker: string;
	readonly actual: Emotion;
	scored: number;
	right: number;
	rightWithout: number;
}

/** UAR over all draws with and without a profile. */
export interface TallyFigures {
	readonly uar: { readonly value: number; readonly low: number; readonly high: number };
	readonly without: number;
	/** With minus without, on the same clips. */
	readonly difference: PairedDifference;
}

/** Figures of tallies: recall of a class is the share of its scored draws that were right. */
export function tallyFigures(tallies: readonly Tally[]): TallyFigures {
	const speakers = tallies.map(({ speaker }) => speaker);
	const figure =
		(count: (tally: Tally) => number) =>
		(indices: Int32Array): number => {
			const sums = new Map<Emotion, { right: number; scored: number }>();
			for (const i of indices) {
				const tally = tallies[i] as Tally;
				const sum = sums.get(tally.actual) ?? { right: 0, scored: 0 };
				sum.right += count(tally);
				sum.scored += tally.scored;
				sums.set(tally.actual, sum);
			}
			return macroAverage([...sums.values()].map(({ right, scored }) => right / scored));
		};
	const withProfile = figure(({ right }) => right);
	const without = figure(({ rightWithout }) => rightWithout);
	const { value, low, high } = bootstrapInterval(withProfile, speakers);
	return {
		uar: { value, low, high },
		without: without(Int32Array.from(tallies, (_, i) => i)),
		difference: pairedDifference(withProfile, without, speakers),
	};
}
