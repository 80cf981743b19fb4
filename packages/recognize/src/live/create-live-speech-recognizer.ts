import { UndertoneError } from "@undertone/core";
import { readVadModel } from "#vad-model";
import type { SourcePrediction } from "../fusion/source-prediction.ts";
import { trustRamps } from "../fusion/trust-ramps.ts";
import type { SpeechModel } from "../model/load-model.ts";
import { profileRefusal, type SpeakerUsual, speakerUsual } from "../profile/apply-profile.ts";
import { profileMismatch, type SpeakerProfile } from "../profile/speaker-profile.ts";
import { createClipScorer } from "../speech/clip-scorer.ts";
import { listen, speechAboveNoiseDb } from "../speech/listen.ts";
import { noPrediction, predictionFrom } from "../speech/predict.ts";
import { trustIn } from "../trust.ts";
import { createVoiceActivity, type VoiceActivity, type VoiceActivityStream } from "../vad/create-vad.ts";
import { vadFrameLength } from "../vad/silero-graph.ts";
import { speechSegments } from "../vad/speech-segments.ts";
import { type LiveCondition, type LiveEvent, watchConditions } from "./conditions.ts";
import { createSampleWindow } from "./sample-window.ts";

/** What a recogniser says of the latest window of a stream. */
export interface LiveResult extends SourcePrediction {
	/** Seconds of the stream: where the window begins and ends. */
	readonly start: number;
	readonly end: number;
	/** The speech in the window that was scored, in seconds of the stream; null when there is none. */
	readonly speech: { readonly start: number; readonly end: number } | null;
	/** Milliseconds from the arrival of the window's last sample to this result. */
	readonly latencyMs: number;
	/** Seconds of sound, and results, that were left out so far because the machine was too slow. */
	readonly dropped: { readonly seconds: number; readonly results: number };
}

/** What a live recogniser is made of. */
export interface LiveSpeechRecognizerOptions {
	readonly model: SpeechModel;
	/** By default Silero's, opened when the first sound arrives. */
	readonly vad?: VoiceActivity;
	readonly profile?: SpeakerProfile | null;
	readonly onResult: (result: LiveResult) => void;
	readonly conditions?: readonly LiveCondition[];
	readonly onEvent?: (event: LiveEvent) => void;
	/** Seconds that a result looks back. */
	readonly window?: number;
	/** Seconds from one result to the next. */
	readonly step?: number;
	/** Seconds of sound that may wait; what is older is dropped. */
	readonly backlog?: number;
}

/** Says how a running stream sounds. */
export interface LiveSpeechRecognizer {
	/**
	 * Takes the next samples (mono, 16 kHz); they are not copied and must not be changed afterwards.
	 *
	 * A caller that waits for the promise loses nothing, however fast it goes and however it cuts the stream. One
	 * that does not (a microphone) never builds up a queue: results that are overtaken are left out, and
	 * beyond the backlog sound is dropped; every result says how much.
	 *
	 * @returns Resolved when the samples were heard or dropped; rejected if the model failed.
	 */
	push(samples: Float32Array): Promise<void>;
	/**
	 * Another profile from the next result on.
	 *
	 * @throws {UndertoneError} `file-unreadable` if it is of another model; the one before stays.
	 */
	setProfile(profile: SpeakerProfile | null): void;
	/** Waits for what is under way; later pushes are ignored. */
	close(): Promise<void>;
}

interface Waiting {
	readonly samples: Float32Array;
	readonly arrived: number;
	readonly done: () => void;
	readonly failed: (reason: unknown) => void;
}

/**
 * A recogniser for a running stream: a result every half second on the last two and a half.
 *
 * @throws {RangeError} If a condition is malformed (see {@link watchConditions}).
 * @throws {UndertoneError} `file-unreadable` if the profile is of another model (see `profileMismatch`).
 *
 * @example
 * const live = createLiveSpeechRecognizer({ model, onResult: ({ label, end }) => show(end, label) });
 * for await (const chunk of microphone) await live.push(chunk);
 */
export function createLiveSpeechRecognizer({
	model,
	vad,
	profile = null,
	onResult,
	conditions = [],
	onEvent = () => undefined,
	window = 2.5,
	step = 0.5,
	backlog = 2,
}: LiveSpeechRecognizerOptions): LiveSpeechRecognizer {
	const watch = watchConditions(conditions);
	const scorer = createClipScorer(model);
	const stepSamples = Math.round(step * 16_000);
	const heard = createSampleWindow(Math.round(window * 16_000));
	const queue: Waiting[] = [];
	const dropped = { seconds: 0, results: 0 };
	let usual = usualOf(profile, model);
	let stream: VoiceActivityStream | undefined;
	let running: Promise<void> | undefined;
	let gap = 0;
	let closed = false;

	let own: VoiceActivity | undefined;
	const getStream = async (): Promise<VoiceActivityStream> => {
		if (stream === undefined) {
			if (vad === undefined) own = await createVoiceActivity(await readVadModel());
			stream = (vad ?? (own as VoiceActivity)).stream();
		}
		return stream;
	};

	const result = async (arrived: number): Promise<void> => {
		const { signal, start, probabilities, firstFrame } = heard.latest();
		const duration = signal.length / 16_000;
		// Frames do not begin where the window does: their speech is moved to the window's time.
		const shift = (firstFrame * vadFrameLength - start) / 16_000;
		const speech = speechSegments(probabilities, duration - shift).map((part) => ({
			start: Math.max(0, part.start + shift),
			end: Math.min(duration, part.end + shift),
		}));
		const { reasons, unscorable, doubts } = listen(signal, speech);
		const first = speech[0]?.start;
		const last = speech.at(-1)?.end;
		let prediction = noPrediction(reasons);
		let scored: LiveResult["speech"] = null;
		if (!unscorable && first !== undefined && last !== undefined) {
			scored = { start: start / 16_000 + first, end: start / 16_000 + last };
			const clip = scorer.extract(signal, { start: first, end: last });
			const [scores] = await scorer.score([clip], usual);
			const { labels, calibration } = model.metadata;
			const unlike = scorer.isUnfamiliar(clip);
			prediction = predictionFrom(
				scores as Float32Array,
				labels,
				calibration.threshold,
				unlike ? [...reasons, "unfamiliar"] : reasons,
				unlike || doubts.length > 0,
			);
		}
		const end = (start + signal.length) / 16_000;
		const latencyMs = performance.now() - arrived;
		onResult({
			...prediction,
			trust: trustIn(speechAboveNoiseDb(signal, speech), trustRamps.voice),
			start: start / 16_000,
			end,
			speech: scored,
			latencyMs,
			dropped: { ...dropped },
		});
		for (const event of watch.next(prediction, end)) onEvent(event);
	};

	const hear = async ({ samples, arrived }: Waiting): Promise<void> => {
		let at = 0;
		while (at < samples.length) {
			const toNext = stepSamples - (heard.position % stepSamples);
			const part = samples.subarray(at, at + toNext);
			at += part.length;
			const frames = heard.append(part);
			if (frames !== null) {
				const active = await getStream();
				heard.addProbabilities(await active.push(frames));
			}
			if (heard.position % stepSamples !== 0) continue;
			if (overtaken(samples.length - at)) dropped.results++;
			else await result(arrived);
		}
	};
	/** Whether what other pushes brought meanwhile already holds the end of a later window. */
	const overtaken = (left: number): boolean => {
		const later = queue.reduce((sum, { samples }) => sum + samples.length, 0);
		return later > 0 && left + later >= stepSamples;
	};
	const run = async (): Promise<void> => {
		for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
			if (gap > 0) {
				heard.skip(gap);
				stream?.reset();
				gap = 0;
			}
			try {
				await hear(next);
				next.done();
			} catch (reason) {
				next.failed(reason);
			}
		}
		running = undefined;
	};

	return {
		push: (samples) =>
			new Promise((done, failed) => {
				if (closed || samples.length === 0) {
					done();
					return;
				}
				queue.push({ samples, arrived: performance.now(), done, failed });
				let waiting = queue.reduce((sum, part) => sum + part.samples.length, 0);
				while (running !== undefined && queue.length > 1 && waiting > backlog * 16_000) {
					const oldest = queue.shift() as Waiting;
					waiting -= oldest.samples.length;
					gap += oldest.samples.length;
					dropped.seconds += oldest.samples.length / 16_000;
					oldest.done();
				}
				running ??= run();
			}),
		setProfile: (next) => {
			usual = usualOf(next, model);
		},
		close: async () => {
			closed = true;
			await running;
			await own?.release();
			own = undefined;
		},
	};
}

/** A profile of too little speech, or of speech all alike, is not used; the caller can ask `profileRefusal`. */
function usualOf(profile: SpeakerProfile | null, model: SpeechModel): SpeakerUsual | null {
	if (profile === null) return null;
	const mismatch = profileMismatch(profile, model);
	if (mismatch !== null) throw new UndertoneError("file-unreadable", mismatch);
	return profileRefusal(profile) === null ? speakerUsual(profile, model.metadata) : null;
}
