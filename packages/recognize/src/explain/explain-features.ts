import type { Emotion, Matrix } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import { deviationWords } from "./deviation-words.ts";
import { occlude } from "./occlusion.ts";

/** How a feature, or the statistics of one contour together, moved the score of a label. */
export interface FeatureEffect {
	/** Of a family: the member that did most of it. */
	readonly name: string;
	/** What it is, in words. */
	readonly description: string;
	readonly unit: string;
	/** As measured. */
	readonly value: number;
	/** The population's mean, or the person's with a profile. */
	readonly usual: number;
	/** (value − usual) in standard deviations. */
	readonly deviation: number;
	/** How much it raised the log-odds of the label, against its usual value; negative if it spoke against it. */
	readonly effect: number;
	/** For a reader: "Mean pitch is much higher than usual (251 Hz; usual 184 Hz)." */
	readonly sentence: string;
}

/** What is to be explained. */
export interface ExplainOptions {
	readonly label: Emotion;
	/** Of the clip, for a model that hears them beside the features; they stay as they are. */
	readonly frames?: Matrix | null;
	/** How many to name. */
	readonly most?: number;
	/** What is named: features one by one, or those that are statistics of one contour (`f0_mean`, `f0_slope`) together. */
	readonly by?: "feature" | "family";
	/** Raw values and the person's usual where a profile was used; by default the row and the population. */
	readonly shown?: { readonly values: ArrayLike<number>; readonly usual: ArrayLike<number> };
}

/** Change of the log-odds under which a feature did nothing. */
const leastEffect = 1e-3;

/**
 * The features that moved a label's score most, see {@link occlude}; exact for linear models.
 *
 * Statistics of one contour are alike, and a model weighs them against each other: taken together they say what the
 * contour did, and the member with the greatest effect in that direction stands for them in words.
 *
 * @param features - One row of what the model was given (after a profile), shape `[1, f]`.
 * @returns The strongest first.
 */
export async function explainFeatures(
	model: SpeechModel,
	features: Matrix,
	{ label, most = 8, by = "feature", frames = null, shown }: ExplainOptions,
): Promise<FeatureEffect[]> {
	const { mean, deviation } = model.metadata.normalisation;
	const known = model.features.features.flatMap(({ name, description, unit }, column) => {
		const value = (shown?.values ?? features.data)[column] as number;
		const usual = (shown?.usual ?? mean)[column] as number;
		const from =
			((features.data[column] as number) - (mean[column] as number)) / (deviation[column] as number);
		return Number.isFinite(value) && Number.isFinite(from)
			? [{ column, name, description, unit, value, usual, deviation: from }]
			: [];
	});
	const families = by === "feature" ? [] : familiesOf(known);
	const groups = [
		...known.map(({ column }) => [column]),
		...families.map((own) => own.map(({ column }) => column)),
	];
	const effects = await occlude(model, { features, frames }, label, groups);
	const single = new Map(known.map((feature, i) => [feature, effects[i] as number]));
	const named =
		by === "feature"
			? [...single].map(([feature, effect]) => ({ feature, effect }))
			: families.map((own, i) => {
					const effect = effects[known.length + i] as number;
					const share = (feature: (typeof own)[number]): number =>
						(single.get(feature) ?? 0) * Math.sign(effect);
					return { feature: own.reduce((best, one) => (share(one) > share(best) ? one : best)), effect };
				});
	return named
		.filter(({ effect }) => Math.abs(effect) >= leastEffect)
		.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
		.slice(0, most)
		.map(({ feature: { column: _, ...feature }, effect }) => ({
			...feature,
			effect,
			sentence: deviationWords(feature),
		}));
}

/** What a feature is a statistic of: `f0` of `f0_slope`. */
export function familyOf(name: string): string {
	return name.replace(/_[^_]*$/, "");
}

function familiesOf<T extends { readonly name: string }>(features: readonly T[]): [T, ...T[]][] {
	const families = new Map<string, [T, ...T[]]>();
	for (const feature of features) {
		const family = familyOf(feature.name);
		const own = families.get(family);
		if (own === undefined) families.set(family, [feature]);
		else own.push(feature);
	}
	return [...families.values()];
}
