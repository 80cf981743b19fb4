import { byRecipe } from "./contour-recipe.ts";
import type { FeatureSet } from "./feature-set.ts";
import { intensityFeatures, intensityStatistics, prosodyOf, prosodyRecipe } from "./prosody-1.ts";
import { temporal1, temporalValues } from "./temporal-1.ts";
import { undertoneRecipe } from "./undertone-1.ts";
import { undertone2, undertone2Values } from "./undertone-2.ts";

const known = new Set(undertone2.features.map(({ name }) => name));
/** Columns of temporal@1 of which undertone@2 has no such thing. */
const timing = temporal1.features.flatMap(({ name }, column) => (known.has(name) ? [] : [column]));

/**
 * undertone@2 with level and timing, for recognition that knows the speaker and the microphone: how loud and how long
 * a clip is says something against what is usual for this person before this microphone, and only then.
 */
export const personal1: FeatureSet = {
	...undertone2,
	id: "personal@1",
	name: "personal",
	version: 1,
	features: [
		...undertone2.features,
		...intensityFeatures,
		...temporal1.features.filter((_, column) => timing.includes(column)),
	],
	...byRecipe({
		...undertoneRecipe,
		contours: (signal, part) => {
			const prosody = prosodyRecipe.contours(signal, part);
			return {
				...prosody,
				contours: { ...undertoneRecipe.contours(signal, part).contours, ...prosody.contours },
			};
		},
		statistics: function* (of, whole) {
			yield* undertone2Values(of);
			yield* intensityStatistics(prosodyOf(of).level);
			const times = temporalValues(of, whole);
			for (const column of timing) yield times[column] as number;
		},
	}),
};
