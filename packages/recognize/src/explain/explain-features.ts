import { type Emotion, type Matrix, zeros } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import { deviationWords } from "./deviation-words.ts";

/** How one feature moved the score of a label. */
export interface FeatureEffect {
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
	/** How many features to name. */
	readonly most?: number;
	/** Raw values and the person's usual where a profile was used; by default the row and the population. */
	readonly shown?: { readonly values: ArrayLike<number>; readonly usual: ArrayLike<number> };
}

/** Change of the log-odds under which a feature did nothing. */
const leastEffect = 1e-3;

/**
 * The features that moved a label's score most, by occlusion: each feature in turn is set to the population's
 * mean and the model asked again. For a linear model the change of the logit is the exact contribution.
 *
 * @param features - One row of what the model was given (after a profile), shape `[1, f]`.
 * @returns The strongest first.
 * @see Zeiler & Fergus (2014), doi:10.1007/978-3-319-10590-1_53, for occlusion
 */
export async function explainFeatures(
	model: SpeechModel,
	features: Matrix,
	{ label, most = 8, shown }: ExplainOptions,
): Promise<FeatureEffect[]> {
	const { normalisation, labels } = model.metadata;
	const width = features.columns;
	const index = labels.indexOf(label);
	const rows = zeros(width + 1, width);
	for (let r = 0; r <= width; r++) {
		for (let j = 0; j < width; j++) {
			rows.data[r * width + j] =
				r - 1 === j ? (normalisation.mean[j] as number) : (features.data[j] as number);
		}
	}
	const { data } = await model.predict(rows);
	const logOdds = (r: number): number => {
		const p = Math.min(1 - 1e-7, Math.max(1e-7, data[r * labels.length + index] as number));
		return Math.log(p / (1 - p));
	};
	const whole = logOdds(0);
	return model.features.features
		.map(({ name, description, unit }, j): FeatureEffect => {
			const deviation =
				((features.data[j] as number) - (normalisation.mean[j] as number)) /
				(normalisation.deviation[j] as number);
			const value = (shown?.values ?? features.data)[j] as number;
			const usual = (shown?.usual ?? normalisation.mean)[j] as number;
			const sentence = deviationWords({ description, unit, value, usual, deviation });
			return { name, description, unit, value, usual, deviation, effect: whole - logOdds(j + 1), sentence };
		})
		.filter(({ value, deviation }) => Number.isFinite(value) && Number.isFinite(deviation))
		.filter(({ effect }) => Math.abs(effect) >= leastEffect)
		.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
		.slice(0, most);
}
