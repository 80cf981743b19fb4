import { type Emotion, type Matrix, matrixFromRows, row } from "@undertone/core";
import { resample } from "@undertone/dsp";
import { readVadModel } from "#vad-model";
import { type ExplainOptions, explainFeatures } from "../explain/explain-features.ts";
import { onePerFamily } from "../explain/one-per-family.ts";
import type { SpeechModel } from "../model/load-model.ts";
import { applyProfile, profileRefusal, type SpeakerUsual, speakerUsual } from "../profile/apply-profile.ts";
import { addToProfile, type SpeakerProfile } from "../profile/speaker-profile.ts";
import { createVoiceActivity, type VoiceActivity } from "../vad/create-vad.ts";
import { type Interval, speechSegments } from "../vad/speech-segments.ts";
import { listen, type RecordingFacts } from "./listen.ts";
import { noPrediction, predictionFrom } from "./predict.ts";
import type { SpeechAnalysis } from "./speech-analysis.ts";
import { type ScoredPhrase, timeline } from "./timeline.ts";
import { phrases } from "./windows.ts";

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
	/** Whether to say which features moved the score; true by default. */
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
	/** The profile with a recording of the same person more; unchanged if there is no speech in it. */
	learn(profile: SpeakerProfile, signal: Float32Array): Promise<SpeakerProfile>;
	release(): Promise<void>;
}

/** Up to this many seconds a recording is also scored whole, as the corpora's clips are. */
const wholeDuration = 6;
/** Seconds from one window to the next: the longer a recording, the less its windows overlap, to save time. */
const stepFor = (duration: number): number => (duration <= wholeDuration ? 2.5 : duration <= 60 ? 1.5 : 2);

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
		speechSegments(await (await getActivity()).probabilities(signal), signal.length / 16_000);
	const extract = (signal: Float32Array, { start, end }: Interval): Matrix => {
		const part = signal.subarray(Math.round(start * 16_000), Math.round(end * 16_000));
		return model.features.extract(resample(part, { from: 16_000, to: metadata.features.sampleRate }));
	};
	const score = async (clips: readonly Matrix[], usual: SpeakerUsual | null): Promise<Float32Array[]> => {
		const own = usual === null ? clips : clips.map((clip) => applyProfile(clip, usual, metadata));
		if (model.features.kind === "functionals") {
			const all = await model.predict(matrixFromRows(own.map((clip) => clip.data)));
			return own.map((_, i) => row(all, i) as Float32Array);
		}
		const scores: Float32Array[] = [];
		for (const clip of own) scores.push((await model.predict(clip)).data);
		return scores;
	};
	const explained = async (
		clip: Matrix,
		usual: SpeakerUsual | null,
		label: Emotion,
	): Promise<SpeechAnalysis["features"]> => {
		if (model.features.kind !== "functionals") return [];
		const options: ExplainOptions =
			usual === null ? { label } : { label, shown: { values: clip.data, usual: usual.mean } };
		const given = usual === null ? clip : applyProfile(clip, usual, metadata);
		return onePerFamily(await explainFeatures(model, given, { ...options, most: clip.columns })).slice(0, 8);
	};

	return {
		model,
		analyze: async (signal, options = {}) => {
			const { recording = {}, explain = true, signal: abort, onProgress } = options;
			const own = options.profile === undefined ? profile : (options.profile ?? undefined);
			const why = own === undefined ? null : profileRefusal(own);
			const usual = own === undefined || why !== null ? null : speakerUsual(own, metadata);
			const duration = signal.length / 16_000;
			const whole: Interval = { start: 0, end: duration };
			const speech = signal.length === 0 ? [] : await hear(signal);
			const { reasons, unscorable, doubts } = listen(signal, speech, recording);
			const common = {
				duration,
				speech,
				model: { name: metadata.name, sha256: metadata.sha256 },
				profile: own === undefined ? null : { used: usual !== null, why },
			};
			const nothing = { ...common, segments: [], features: [], explained: null };
			if (unscorable) return { ...noPrediction(reasons), ...nothing };

			const spoken = phrases(speech, { step: stepFor(duration) });
			const wholeToo = duration <= wholeDuration;
			const windows =
				wholeToo && spoken.every((phrase) => phrase.windows.length === 1) && spoken.length <= 1
					? [whole]
					: [...(wholeToo ? [whole] : []), ...spoken.flatMap((phrase) => phrase.windows)];
			if (windows.length === 0) return { ...noPrediction([...reasons, "too-short"]), ...nothing };
			const clips: Matrix[] = [];
			for (const [i, window] of windows.entries()) {
				abort?.throwIfAborted();
				clips.push(extract(signal, window));
				onProgress?.((i + 1) / windows.length);
			}
			const scores = await score(clips, usual);
			abort?.throwIfAborted();
			const overall = wholeToo ? (scores[0] as Float32Array) : weighted(windows, scores);
			const { labels, calibration } = metadata;
			const answer = predictionFrom(overall, labels, calibration.threshold, reasons, doubts.length > 0);

			const perWindow = windows.length === 1 ? scores : scores.slice(wholeToo ? 1 : 0);
			let taken = 0;
			const scored = spoken.map((phrase): ScoredPhrase => {
				const from = taken;
				taken += phrase.windows.length;
				return { phrase, scores: perWindow.slice(from, taken) };
			});
			const segments = timeline(scored, labels, calibration.threshold, doubts);
			if (!explain) return { ...answer, ...common, segments, features: [], explained: null };
			const best = labels.indexOf(strongest(overall, labels));
			const named = wholeToo ? 0 : indexOfMost(scores.map((values) => values[best] as number));
			return {
				...answer,
				...common,
				segments,
				features: await explained(clips[named] as Matrix, usual, labels[best] as Emotion),
				explained: windows[named] as Interval,
			};
		},
		learn: async (start, signal) => {
			const speech = signal.length === 0 ? [] : await hear(signal);
			if (listen(signal, speech).unscorable) return start;
			const duration = signal.length / 16_000;
			const parts =
				duration <= wholeDuration
					? [{ start: 0, end: duration }]
					: phrases(speech, { step: 2.5 }).flatMap((phrase) => phrase.windows);
			const clips = parts.map((part) => extract(signal, part));
			const scores = await score(clips, null);
			return clips.reduce<SpeakerProfile>((grown, clip, i) => {
				const heard = predictionFrom(scores[i] as Float32Array, metadata.labels, 0).scores ?? {};
				return addToProfile(grown, clip.data, heard);
			}, start);
		},
		release: async () => {
			await model.release();
			if (vad === undefined && activity !== undefined) await (await activity).release();
		},
	};
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

function strongest(scores: ArrayLike<number>, labels: readonly Emotion[]): Emotion {
	return labels[indexOfMost(scores)] as Emotion;
}

function indexOfMost(values: ArrayLike<number>): number {
	let best = 0;
	for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
	return best;
}
