import type { FeatureSet } from "./feature-set.ts";
import { intensityFeatures, intensityStatistics } from "./prosody-1.ts";
import { temporal1 } from "./temporal-1.ts";
import { undertone2 } from "./undertone-2.ts";

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
	extract: (signal) => {
		const times = temporal1.extract(signal).data;
		const data = Float32Array.from([
			...undertone2.extract(signal).data,
			...intensityStatistics(signal),
			...timing.map((column) => times[column] as number),
		]);
		return { rows: 1, columns: data.length, data };
	},
};
