import { type Emotion, type Scores, UndertoneError } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import type { ModelMetadata } from "../model/model-metadata.ts";

/** How one person usually sounds: statistics of the features of their clips. Plain data, to be kept as JSON. */
export interface SpeakerProfile {
	readonly format: 3;
	/** What heard the clips: its name, and the SHA-256 of its file. Null in a profile of format 2, which did not tell. */
	readonly model: { readonly name: string; readonly sha256: string } | null;
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
	{ metadata }: { readonly metadata: Pick<ModelMetadata, "features" | "name" | "sha256"> },
	kind: SpeakerProfile["kind"] = "any",
): SpeakerProfile {
	const zeros = metadata.features.names.map(() => 0);
	return {
		format: 3,
		model: { name: metadata.name, sha256: metadata.sha256 },
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

/** Ends every sentence about a profile of another model. */
const anew = "Make it anew with this model.";

/**
 * Why a profile is none of this model, in a sentence, or null: what it holds is what one model heard in one set of
 * features.
 */
export function profileMismatch(
	profile: Pick<SpeakerProfile, "model" | "features" | "heard">,
	{ metadata, features }: SpeechModel,
): string | null {
	const { name, sha256, labels } = metadata;
	if (features.kind === "frames") {
		return (
			`A speaker profile must be of a model of functionals, but "${name}" hears frames, of which nobody's usual is known. ` +
			"Leave it out, or choose another model."
		);
	}
	if (profile.features !== metadata.features.id) {
		return `The speaker profile must hold the features "${metadata.features.id}", got "${profile.features}". ${anew}`;
	}
	if (profile.model !== null && profile.model.sha256 !== sha256) {
		const digest = (whole: string): string => `${whole.slice(0, 8)}…`;
		return (
			`The speaker profile must be made with the model in use, "${name}" (${digest(sha256)}), ` +
			`got one made with "${profile.model.name}" (${digest(profile.model.sha256)}). ${anew}`
		);
	}
	const strange = Object.keys(profile.heard).find((label) => !labels.includes(label as Emotion));
	return strange === undefined
		? null
		: `The speaker profile was made with another model: this one knows no "${strange}". ${anew}`;
}

/**
 * A profile from its JSON. One of format 2 is taken as far as it can be checked: its features, and that the model knows
 * its labels.
 *
 * @throws {UndertoneError} `file-unreadable` if it is none, or of another model, feature set or other labels than the
 *   model's.
 */
export function parseProfile(json: string, model: SpeechModel): SpeakerProfile {
	const refuse = (what: string, cause?: unknown): UndertoneError =>
		new UndertoneError("file-unreadable", `The speaker profile ${what}. ${anew}`, { cause });
	const check = (profile: Parameters<typeof profileMismatch>[0]): void => {
		const mismatch = profileMismatch(profile, model);
		if (mismatch !== null) throw new UndertoneError("file-unreadable", mismatch);
	};
	let given: (Omit<Partial<SpeakerProfile>, "format"> & { readonly format?: unknown }) | null;
	try {
		given = JSON.parse(json) as typeof given;
	} catch (cause) {
		throw refuse("is not JSON", cause);
	}
	if (given?.format !== 3 && given?.format !== 2) {
		throw refuse(`must be of format 3 or 2, got ${JSON.stringify(given?.format)}`);
	}
	const profile = { ...given, format: 3, model: given.format === 2 ? null : given.model } as SpeakerProfile;
	const { model: by } = profile;
	if (by !== null && (typeof by?.name !== "string" || !/^[0-9a-f]{64}$/.test(by.sha256))) {
		throw refuse(
			`of format 3 must name its model and that file's SHA-256, got ${JSON.stringify(by)?.slice(0, 100)}`,
		);
	}
	check({ ...profile, heard: {} });
	const { names } = model.metadata.features;
	const lists = [profile.counts, profile.mean, profile.squares];
	const whole = lists.every(
		(list) =>
			Array.isArray(list) &&
			list.length === names.length &&
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
	if (!rightly) throw refuse(`must hold counts, mean and squares of ${names.length} features`);
	check(profile);
	return profile;
}
