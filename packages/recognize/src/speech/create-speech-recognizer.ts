import {
	argmax,
	type Emotion,
	type Prediction,
	type Reason,
	type Segment,
	UndertoneError,
} from "@undertone/core";
import { readVadModel } from "#vad-model";
import type { SpeechModel } from "../model/load-model.ts";
import type { ModelMetadata } from "../model/model-metadata.ts";
import { profileRefusal, speakerUsual } from "../profile/apply-profile.ts";
import { addToProfile, profileMismatch, type SpeakerProfile } from "../profile/speaker-profile.ts";
import { createVoiceActivity, type VoiceActivity } from "../vad/create-vad.ts";
import { type Interval, speechSegments } from "../vad/speech-segments.ts";
import { type Clip, createClipScorer } from "./clip-scorer.ts";
import { type Listening, listen, type RecordingFacts } from "./listen.ts";
import { planWindows, type WindowPlan } from "./plan-windows.ts";
import { noPrediction, predictionFrom } from "./predict.ts";
import type { SpeechAnalysis } from "./speech-analysis.ts";
import { timeline } from "./timeline.ts";

/** What a recogniser is made of. */
export interface SpeechRecognizerOptions {
	readonly model: SpeechModel;
	/** Voice activity; by default Silero's, opened when it is first needed. */
	readonly vad?: VoiceActivity;
	/** How the speaker usually sounds. */
	readonly profile?: SpeakerProfile;
}

/** What may be told of one recording. */
export interface AnalyzeOptions {
	readonly recording?: RecordingFacts;
	/** Takes the place of the recogniser's profile. */
	readonly profile?: SpeakerProfile | null;
	/** Whether to say which features, or parts of the spectrogram, moved the score; true by default. */
	readonly explain?: boolean;
	readonly signal?: AbortSignal;
	/** Called with the share done, in [0, 1]. */
	readonly onProgress?: (share: number) => void;
}

/** Says how speech sounds. It may be asked many times, one recording after another. */
export interface SpeechRecognizer {
	readonly model: SpeechModel;
	/**
	 * @param signal - Mono at 16 kHz, in [-1, 1], shape `[n]`.
	 * @throws The reason of `options.signal` when it is aborted.
	 */
	analyze(signal: Float32Array, options?: AnalyzeOptions): Promise<SpeechAnalysis>;
	/**
	 * The profile with a recording of the same person more; unchanged if there is no speech in it.
	 *
	 * @throws {UndertoneError} `file-unreadable` if the profile is of another model, or this model hears frames.
	 */
	learn(profile: SpeakerProfile, signal: Float32Array): Promise<SpeakerProfile>;
	release(): Promise<void>;
}

/** Of what nothing moved, or nobody asked. */
const unexplained = { features: [], frames: null, explained: null } as const;

/** Windows between two pauses: about a third of a second. */
const windowsAtOnce = 16;

/**
 * A recogniser of how speech sounds.
 *
 * A recording of up to six seconds is scored as a whole, a longer one by its windows, weighted by their length.
 *
 * @example
 * const recognizer = createSpeechRecognizer({ model: await loadModel(bytes) });
 * const { label, scores, reasons } = await recognizer.analyze(signal);
 */
export function createSpeechRecognizer({ model, vad, profile }: SpeechRecognizerOptions): SpeechRecognizer {
	const { metadata } = model;
	let activity: Promise<VoiceActivity> | undefined = vad === undefined ? undefined : Promise.resolve(vad);
	const getActivity = (): Promise<VoiceActivity> => {
		activity ??= readVadModel().then(createVoiceActivity);
		return activity;
	};
	const hear = async (signal: Float32Array): Promise<Interval[]> =>
		signal.length === 0
			? []
			: speechSegments(await (await getActivity()).probabilities(signal), signal.length / 16_000);
	const scorer = createClipScorer(model);

	return {
		model,
		analyze: async (signal, options = {}) => {
			const own = options.profile === undefined ? profile : (options.profile ?? undefined);
			const refusal = own === undefined ? null : profileRefusal(own, model);
			const usual = own === undefined || refusal !== null ? null : speakerUsual(own, metadata);
			const duration = signal.length / 16_000;
			const speech = await hear(signal);
			const listening = listen(signal, speech, options.recording);
			const common = {
				duration,
				speech,
				model: { name: metadata.name, sha256: metadata.sha256 },
				profile: own === undefined ? null : { used: usual !== null, why: refusal },
			};
			const plan = planWindows(speech, duration);
			if (listening.unscorable || plan.windows.length === 0) {
				const reasons: readonly Reason[] = listening.unscorable
					? listening.reasons
					: ["too-short", ...listening.reasons];
				return { ...noPrediction(reasons), ...common, ...unexplained, segments: [] };
			}
			const clips: Clip[] = [];
			for (const [i, window] of plan.windows.entries()) {
				if (i % windowsAtOnce === windowsAtOnce - 1) await pause();
				options.signal?.throwIfAborted();
				options.onProgress?.(i / plan.windows.length);
				clips.push(scorer.extract(signal, window));
			}
			const scores = await scorer.score(clips, usual);
			options.signal?.throwIfAborted();
			const unlike = clips.filter((clip) => scorer.isUnfamiliar(clip)).length;
			const noticed = unlike > clips.length / 2 ? alsoDoubting(listening, "unfamiliar") : listening;
			const { answer, best, segments } = judge(plan, scores, noticed, metadata);
			if (options.explain === false) {
				return { ...answer, ...common, ...unexplained, segments };
			}
			const named = plan.whole ? 0 : argmax(scores.map((values) => values[best] as number));
			const explained = plan.windows[named] as Interval;
			const label = metadata.labels[best] as Emotion;
			const why = await scorer.explain(clips[named] as Clip, usual, label, explained);
			return { ...answer, ...common, ...why, segments, explained };
		},
		learn: async (start, signal) => {
			const mismatch = profileMismatch(start, model);
			if (mismatch !== null) throw new UndertoneError("file-unreadable", mismatch);
			const speech = await hear(signal);
			if (listen(signal, speech).unscorable) return start;
			const { windows, whole } = planWindows(speech, signal.length / 16_000);
			const clips = (whole ? windows.slice(0, 1) : windows).map((part) => scorer.extract(signal, part));
			const scores = await scorer.score(clips, null);
			return clips.reduce<SpeakerProfile>((grown, clip, i) => {
				const heard = predictionFrom(scores[i] as Float32Array, metadata.labels, 0).scores ?? {};
				return addToProfile(grown, clip.features.data, heard);
			}, start);
		},
		release: async () => {
			await model.release();
			if (vad === undefined && activity !== undefined) await (await activity).release();
		},
	};
}

/** The answer, its strongest label (whether named or not) and the timeline, from the windows' scores. */
function judge(
	{ windows, whole, phrases }: WindowPlan,
	scores: readonly Float32Array[],
	{ reasons, doubts }: Listening,
	{ labels, calibration }: ModelMetadata,
): { answer: Prediction; best: number; segments: Segment[] } {
	const overall = whole ? (scores[0] as Float32Array) : weighted(windows, scores);
	const scored = phrases.map(({ phrase, from }) => ({
		phrase,
		scores: scores.slice(from, from + phrase.windows.length),
	}));
	return {
		answer: predictionFrom(overall, labels, calibration.threshold, reasons, doubts.length > 0),
		best: argmax(overall),
		segments: timeline(scored, labels, calibration.threshold, doubts),
	};
}

/** What was heard, with one doubt more. */
function alsoDoubting({ reasons, doubts, ...rest }: Listening, reason: Reason): Listening {
	return { ...rest, reasons: [...reasons, reason], doubts: [...doubts, reason] };
}

/** Lets the program do other things, such as hearing that it shall stop. */
function pause(): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, 0);
	});
}

/** Mean of the windows' probabilities, weighted by their length. */
function weighted(windows: readonly Interval[], scores: readonly Float32Array[]): Float64Array {
	const mean = new Float64Array(scores[0]?.length ?? 0);
	let total = 0;
	for (const [i, { start, end }] of windows.entries()) {
		total += end - start;
		for (let k = 0; k < mean.length; k++) {
			mean[k] = (mean[k] as number) + ((scores[i] as Float32Array)[k] as number) * (end - start);
		}
	}
	return mean.map((value) => value / total);
}
