import type { Emotion, Matrix } from "@undertone/core";
import type { ModelMetadata } from "../model/model-metadata.ts";
import type { SpeakerProfile } from "./speaker-profile.ts";

/** A person's usual, drawn towards the population as far as little was heard of them. */
export interface SpeakerUsual {
	/** Shape `[f]`. */
	readonly mean: Float64Array;
	/** Shape `[f]`, positive. */
	readonly deviation: Float64Array;
}

const defaults = { meanPrior: 2, deviationPrior: 15 };

/** Mean probability of one label over the clips from which a profile counts as one of that label only. */
const oneSided = 0.6;

/** A neutral reading, said to be one or sounding like one. */
function isNeutral({ kind, heard }: SpeakerProfile): boolean {
	return kind === "neutral" || (heard.neutral ?? 0) + (heard.calm ?? 0) > oneSided;
}

/**
 * Whether a profile may not be used, and why; null where it may.
 *
 * A profile of clips that nearly all sound of one emotion would take that emotion for the person's usual
 * voice: normalising by it lost 19 points. A neutral reading is exempt, since that is what it is meant to be.
 */
export function profileRefusal(profile: SpeakerProfile): string | null {
	if (profile.clips === 0) return "The profile holds no speech yet.";
	if (isNeutral(profile)) return null;
	if (profile.clips < 3) {
		return `The profile holds ${profile.clips} of the 3 clips it needs at least, or a neutral reading.`;
	}
	const [label, share] = (Object.entries(profile.heard) as [Emotion, number][]).reduce(
		(top, entry) => (entry[1] > top[1] ? entry : top),
		["neutral" as Emotion, 0],
	);
	if (share <= oneSided) return null;
	return (
		`The profile was made of speech that nearly all sounds ${label} (${Math.round(share * 100)} %): ` +
		"it is not used. Add other speech, or make one from a neutral reading."
	);
}

/**
 * The person's mean and deviation of each feature, shrunk: with n clips, the mean is
 * (n x̄ + κ μ) / (n + κ) and the variance (n s² + λ σ²) / (n + λ), κ and λ from the model's file.
 *
 * A neutral reading shifts the mean only, by its distance from the population's neutral speech where the
 * model tells it.
 */
export function speakerUsual(profile: SpeakerProfile, metadata: ModelMetadata): SpeakerUsual {
	const { mean, deviation } = metadata.normalisation;
	const { meanPrior, deviationPrior, neutralMean } = {
		neutralMean: undefined,
		...defaults,
		...metadata.profile,
	};
	const neutral = isNeutral(profile);
	const usual = { mean: new Float64Array(mean.length), deviation: new Float64Array(mean.length) };
	for (let j = 0; j < mean.length; j++) {
		const population = mean[j] as number;
		const n = profile.counts[j] as number;
		const from = neutral ? (neutralMean?.[j] ?? population) : population;
		const shift = n === 0 ? 0 : (n / (n + meanPrior)) * ((profile.mean[j] as number) - from);
		usual.mean[j] = population + shift;
		const variance = (deviation[j] as number) ** 2;
		usual.deviation[j] = neutral
			? (deviation[j] as number)
			: Math.sqrt(((profile.squares[j] as number) + deviationPrior * variance) / (n + deviationPrior));
	}
	return usual;
}

/**
 * Features as if the person were everybody: x' = (x − μ_person) / σ_person · σ + μ.
 *
 * @param features - Raw, shape `[n, f]`; NaN stays NaN.
 */
export function applyProfile(
	features: Matrix,
	usual: SpeakerUsual,
	{ normalisation }: ModelMetadata,
): Matrix & { readonly data: Float32Array } {
	const { rows, columns } = features;
	const data = Float32Array.from(features.data, (value, i) => {
		const j = i % columns;
		const deviation = normalisation.deviation[j] as number;
		const own = usual.deviation[j] as number;
		const scale = own > 0 ? deviation / own : 1;
		return (value - (usual.mean[j] as number)) * scale + (normalisation.mean[j] as number);
	});
	return { rows, columns, data };
}
