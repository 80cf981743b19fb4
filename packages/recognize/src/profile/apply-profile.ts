import type { Emotion, Matrix } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import type { ModelMetadata } from "../model/model-metadata.ts";
import { type TrustRamp, trustIn } from "../trust.ts";
import { profilePriors, shrunkMean, shrunkVariance } from "./shrinkage.ts";
import { entropy, profileMismatch, type SpeakerProfile } from "./speaker-profile.ts";

/** A person's usual, drawn towards the population as far as little was heard of them. */
export interface SpeakerUsual {
	/** Shape `[f]`. */
	readonly mean: Float64Array;
	/** Shape `[f]`, positive. */
	readonly deviation: Float64Array;
}

/** Mean probability of neutral from which speech counts as a neutral reading. */
const soundsNeutral = 0.6;

/**
 * How much the clips differ in what they sound like, up to which a profile is not used, and from which it is used in
 * full. Chosen on EMO-DB among five ramps: the first with which clips of one emotion only do no harm.
 */
const diversity: TrustRamp = { none: 0.25, full: 0.45 };

/** A neutral reading, said to be one or sounding like one. */
function isNeutral({ kind, heard }: SpeakerProfile): boolean {
	return kind === "neutral" || (heard.neutral ?? 0) > soundsNeutral;
}

/**
 * How far a profile may be trusted to hold the person's usual voice, 0–1: clips that all sound alike would take their
 * emotion for the usual. A neutral reading is exempt, since that is what it is meant to be.
 *
 * What tells them is the Jensen–Shannon divergence of the clips' labels, as a share of the most that so many clips can
 * reach. That a model is unsure of every clip alike makes it no larger.
 *
 * @see Lin (1991), doi:10.1109/18.61115
 */
function trust(profile: SpeakerProfile): number {
	if (isNeutral(profile)) return 1;
	const { heard, doubt, clips } = profile;
	const most = Math.log(Math.min(clips, Object.keys(heard).length));
	return most > 0 ? trustIn((entropy(heard) - doubt) / most, diversity) : 0;
}

/**
 * Whether a profile may not be used, and why; null where it may.
 *
 * @param model - What it is to be used with; where it is given, a profile of another one may not be.
 */
export function profileRefusal(profile: SpeakerProfile, model?: SpeechModel): string | null {
	const mismatch = model === undefined ? null : profileMismatch(profile, model);
	if (mismatch !== null) return mismatch;
	if (profile.clips === 0) return "The profile holds no speech yet.";
	if (isNeutral(profile)) return null;
	if (profile.clips < 3) {
		return `The profile holds ${profile.clips} of the 3 clips it needs at least, or a neutral reading.`;
	}
	if (trust(profile) > 0) return null;
	const [label, share] = (Object.entries(profile.heard) as [Emotion, number][]).reduce(
		(top, entry) => (entry[1] > top[1] ? entry : top),
		["neutral" as Emotion, 0],
	);
	return (
		`The profile was made of speech that all sounds alike (mostly ${label}, ${Math.round(share * 100)} %): ` +
		"it is not used. Add other speech, or make one from a neutral reading."
	);
}

/**
 * The person's mean and deviation of each feature, shrunk: with n clips, the mean is
 * (n x̄ + κ μ) / (n + κ) and the variance (n s² + λ σ²) / (n + λ), κ and λ from the model's file. The more alike
 * the clips sound, the less n they count for.
 *
 * A neutral reading shifts the mean only, by its distance from the population's neutral speech where the
 * model tells it.
 */
export function speakerUsual(
	profile: SpeakerProfile,
	metadata: Pick<ModelMetadata, "normalisation" | "profile">,
): SpeakerUsual {
	const { mean, deviation } = metadata.normalisation;
	const { meanPrior, deviationPrior, neutralMean } = {
		neutralMean: undefined,
		...profilePriors,
		...metadata.profile,
	};
	const neutral = isNeutral(profile);
	const weight = trust(profile);
	const usual = { mean: new Float64Array(mean.length), deviation: new Float64Array(mean.length) };
	for (let j = 0; j < mean.length; j++) {
		const population = mean[j] as number;
		const n = weight * (profile.counts[j] as number);
		const from = neutral ? (neutralMean?.[j] ?? population) : population;
		usual.mean[j] = shrunkMean(profile.mean[j] as number, n, { population, from, prior: meanPrior });
		const variance = (deviation[j] as number) ** 2;
		const squares = weight * (profile.squares[j] as number);
		usual.deviation[j] = neutral
			? (deviation[j] as number)
			: Math.sqrt(shrunkVariance(squares, n, { population: variance, prior: deviationPrior }));
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
	{ normalisation }: Pick<ModelMetadata, "normalisation">,
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
