import { getFeatureSet } from "@undertone/speech";
import { type ComputeFeaturesOptions, computeFeatures } from "../features/compute-features.ts";

/** The cheapest set that has it. */
const usual = "prosody@1";

/** What the semitones of F0 are counted from, in hertz, by the name of its median in the feature sets. */
const references: Readonly<Record<string, number>> = { f0_percentile50: 27.5, pitch_median: 100 };

/**
 * The median F0 of clips over their voiced frames, by a feature set that holds it; from the cache where it was computed
 * before.
 *
 * @param paths - Absolute paths.
 * @param set - By id or name.
 * @returns Hertz, NaN where nothing is voiced; undefined if the set does not hold it, or is no more.
 */
export async function medianF0(
	paths: readonly string[],
	options: ComputeFeaturesOptions,
	set: string = usual,
): Promise<number[] | undefined> {
	const column = columnOf(set);
	if (column === undefined) return undefined;
	const { x } = await computeFeatures(paths, set, options);
	return paths.map((_, r) => column.reference * 2 ** ((x.data[r * x.columns + column.at] as number) / 12));
}

function columnOf(set: string): { readonly at: number; readonly reference: number } | undefined {
	try {
		const { kind, features } = getFeatureSet(set);
		if (kind !== "functionals") return undefined;
		const at = features.findIndex(({ name }) => name in references);
		const reference = references[features[at]?.name ?? ""];
		return reference === undefined ? undefined : { at, reference };
	} catch {
		// A set that is no more, or of faces.
		return undefined;
	}
}
