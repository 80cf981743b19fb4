import { type Emotion, type Scores, UndertoneError } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import type { ModelMetadata } from "../model/model-metadata.ts";

/** How one person usually sounds: statistics of the features of their clips. Plain data, to be kept as JSON. */
export interface SpeakerProfile {
	readonly format: 2;
	/** Feature set: `undertone@1`. */
	readonly features: string;
	/** `any` speech of the person, or a `neutral` reading. */
	readonly kind: "any" | "neutral";
	/** Clips, or windows of longer recordings, that were taken in. */
	readonly clips: number;
	/** Of these, where the feature was defined, shape `[f]`. */
	readonly counts: readonly number[];
	/** Mean of each feature, 0 where it was never defined, shape `[f]`. */
	readonly mean: readonly number[];
	/** Sum of squared differences from the mean, shape `[f]`. */
	readonly squares: readonly number[];
	/** Mean probability of each label over the clips, as the model heard them without a profile. */
	readonly heard: Scores;
	/** How unsure the model was of each clip: mean entropy of its labels, in nats. */
	readonly doubt: number;
}

/** A profile of nobody yet. */
export function emptyProfile(
	{ metadata }: { readonly metadata: Pick<ModelMetadata, "features"> },
	kind: SpeakerProfile["kind"] = "any",
): SpeakerProfile {
	const zeros = metadata.features.names.map(() => 0);
	return {
		format: 2,
		features: metadata.features.id,
		kind,
		clips: 0,
		counts: zeros,
		mean: zeros,
		squares: zeros,
		heard: {},
		doubt: 0,
	};
}

/**
 * The profile with one clip more.
 *
 * @param features - Raw features of the clip, shape `[f]`; NaN counts for nothing.
 * @param scores - What the model heard in it without a profile.
 * @throws {RangeError} If the clip has another number of features.
 * @see Welford (1962), doi:10.1080/00401706.1962.10490022, for the running variance
 */
export function addToProfile(
	profile: SpeakerProfile,
	features: ArrayLike<number>,
	scores: Scores,
): SpeakerProfile {
	if (features.length !== profile.mean.length) {
		throw new RangeError(
			`addToProfile: the clip must have the ${profile.mean.length} features of "${profile.features}", got ${features.length}.`,
		);
	}
	const clips = profile.clips + 1;
	const counts = [...profile.counts];
	const mean = [...profile.mean];
	const squares = [...profile.squares];
	for (let j = 0; j < mean.length; j++) {
		const value = features[j] as number;
		if (Number.isNaN(value)) continue;
		const count = (counts[j] as number) + 1;
		const before = value - (mean[j] as number);
		counts[j] = count;
		mean[j] = (mean[j] as number) + before / count;
		squares[j] = (squares[j] as number) + before * (value - (mean[j] as number));
	}
	const heard: Scores = {};
	for (const [label, score] of Object.entries(scores) as [Emotion, number][]) {
		const old = profile.heard[label] ?? 0;
		heard[label] = old + (score - old) / clips;
	}
	const doubt = profile.doubt + (entropy(scores) - profile.doubt) / clips;
	return { ...profile, clips, counts, mean, squares, heard, doubt };
}

/** Of probabilities, in nats. */
export function entropy(scores: Scores): number {
	return Object.values(scores).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
}

/**
 * A profile from its JSON.
 *
 * @throws {UndertoneError} `file-unreadable` if it is none, or of another feature set or other labels than the model's.
 */
export function parseProfile(json: string, model: SpeechModel): SpeakerProfile {
	const refuse = (what: string, cause?: unknown): UndertoneError =>
		new UndertoneError("file-unreadable", `The speaker profile ${what}. Make it anew with this model.`, {
			cause,
		});
	let profile: Partial<SpeakerProfile> | null;
	try {
		profile = JSON.parse(json) as Partial<SpeakerProfile> | null;
	} catch (cause) {
		throw refuse("is not JSON", cause);
	}
	const { features, labels } = model.metadata;
	if (profile?.format !== 2) throw refuse(`must be of format 2, got ${JSON.stringify(profile?.format)}`);
	if (profile.features !== features.id) {
		throw refuse(`must hold the features "${features.id}", got "${profile.features}"`);
	}
	const lists = [profile.counts, profile.mean, profile.squares];
	const whole = lists.every(
		(list) =>
			Array.isArray(list) &&
			list.length === features.names.length &&
			list.every((value) => typeof value === "number" && Number.isFinite(value)),
	);
	const rightly =
		whole &&
		(profile.kind === "any" || profile.kind === "neutral") &&
		Number.isInteger(profile.clips) &&
		typeof profile.heard === "object" &&
		profile.heard !== null &&
		Object.values(profile.heard).every(Number.isFinite) &&
		Number.isFinite(profile.doubt);
	if (!rightly) throw refuse(`must hold counts, mean and squares of ${features.names.length} features`);
	const strange = Object.keys(profile.heard ?? {}).find((label) => !labels.includes(label as Emotion));
	if (strange !== undefined) throw refuse(`was made with another model: this one knows no "${strange}"`);
	return profile as SpeakerProfile;
}
