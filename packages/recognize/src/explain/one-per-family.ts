import type { FeatureEffect } from "./explain-features.ts";

/**
 * Of features that are statistics of the same contour (`f0_mean`, `f0_slope`), only the first: they say nearly
 * the same to a reader.
 *
 * @param effects - The strongest first.
 */
export function onePerFamily(effects: readonly FeatureEffect[]): FeatureEffect[] {
	const families = effects.map(({ name }) => name.replace(/_[^_]*$/, ""));
	return effects.filter((_, i) => families.indexOf(families[i] as string) === i);
}
