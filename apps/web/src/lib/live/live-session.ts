import type { Prediction } from "@undertone/core";
import {
	createLiveTimeline,
	fusePredictions,
	type LiveRecord,
	type LiveTimeline,
	watchConditions,
} from "@undertone/recognize";
import { speakerProfiles } from "../use-speaker-profiles.ts";
import { afterPaint } from "./after-paint.ts";
import { claimTab } from "./claim-tab.ts";
import { createStore, type Store } from "./create-store.ts";
import { createFaceSource, type FaceSource, type SeenFrame } from "./face-source.ts";
import { createHeardIntervals } from "./heard-intervals.ts";
import { learnUsual } from "./learn-usual.ts";
import { createLiveFigures } from "./live-figures.ts";
import {
	emptyLiveState,
	type FaceState,
	type LiveState,
	type VoiceState,
	type WatchedCondition,
} from "./live-state.ts";
import { makeRecord } from "./make-record.ts";
import { createSessionClock } from "./session-clock.ts";
import { createVoiceSource, type VoiceSource } from "./voice-source.ts";
import { createWaveRing, type WaveRing } from "./wave-ring.ts";

/** What a session begins with. */
export interface LiveOptions {
	/** Device to hear with, "" for the browser's choice, null for none. */
	readonly microphone: string | null;
	readonly camera: string | null;
	/** Whose usual voice and neutral face count, by name; null for nobody's. */
	readonly person: string | null;
	/** Begins with twenty seconds of neutral reading, which are kept under that name. */
	readonly neutralStart: boolean;
	readonly conditions: readonly WatchedCondition[];
}

/** A live session: devices, workers, timelines, measurements. One owner; `close` gives everything back. */
export interface LiveSession {
	readonly store: Store<LiveState>;
	/** ISO 8601. */
	readonly started: string;
	readonly usesVoice: boolean;
	readonly usesFace: boolean;
	readonly voice: LiveTimeline;
	readonly face: LiveTimeline;
	readonly wave: WaveRing;
	/** The frame seen last. */
	readonly frame: SeenFrame | null;
	/** Seconds of the session. */
	now(): number;
	/** Voice and face of a cell together. */
	fusedCell(index: number): Prediction | null;
	openMicrophone(deviceId: string): Promise<void>;
	openCamera(deviceId: string): Promise<void>;
	pause(): void;
	resume(): void;
	mark(text: string): void;
	setNote(note: string): void;
	setConditions(conditions: readonly WatchedCondition[]): void;
	endNeutralStart(): void;
	/** Everything so far, for exports. */
	record(): LiveRecord;
	/** Adds the milliseconds that drawing a frame took, to which what was shown since the last is added. */
	addPageWork(ms: number): void;
	end(): Promise<void>;
	close(): Promise<void>;
}

const neutralSeconds = 20;
/** Seconds after which an answer is no longer about now. */
const staleAfter = 4;
/** Seconds between two frames over which an expression is taken to last. */
const mostBetweenFrames = 1.5;
/** Begins a session. */
export function startLiveSession(options: LiveOptions): LiveSession {
	const clock = createSessionClock();
	const started = new Date().toISOString();
	const usesVoice = options.microphone !== null;
	const usesFace = options.camera !== null;
	const kept = options.neutralStart ? undefined : speakerProfiles.find(options.person);
	let shownMs = 0;
	const first: LiveState = {
		...emptyLiveState,
		neutralLeft: options.neutralStart ? neutralSeconds : null,
		conditions: options.conditions,
	};
	const store = createStore(first, (ms) => {
		shownMs += ms;
	});
	const thresholds = { voice: 0, face: 0 };
	let readyAt = Number.POSITIVE_INFINITY;
	let voiceModel = "";
	let faceModel = "";
	let voiceTimeline = createLiveTimeline(0);
	let faceTimeline = createLiveTimeline(0);
	const heard = createHeardIntervals();
	const wave = createWaveRing();
	let frame: SeenFrame | null = null;
	const figures = createLiveFigures();
	let lastFace = Number.NEGATIVE_INFINITY;
	let dropped = { seconds: 0, results: 0 };
	let watch = watchConditions(options.conditions);
	let neutralUntil = options.neutralStart ? neutralSeconds : 0;
	let fired = 0;

	const patchVoice = (part: Partial<VoiceState>): void =>
		store.patch({ voice: { ...store.get().voice, ...part } });
	const patchFace = (part: Partial<FaceState>): void =>
		store.patch({ face: { ...store.get().face, ...part } });
	const threshold = (): number =>
		usesVoice && usesFace && faceModel !== ""
			? (thresholds.voice + thresholds.face) / 2
			: usesVoice
				? thresholds.voice
				: thresholds.face;

	const voice: VoiceSource | null = usesVoice
		? createVoiceSource({
				now: clock.now,
				get: () => store.get().voice,
				patch: patchVoice,
				onResult: (result, at) => {
					const { speech, end } = result;
					dropped = result.dropped;
					voiceTimeline.add(speech ?? { start: end - voiceTimeline.step, end }, result);
					if (speech !== null) heard.add(speech.start, speech.end);
					store.patch({ now: fusedNow() });
					// What was said while the model still loaded was not late.
					if (at > readyAt) afterPaint(() => figures.voiceMs.add(Date.now() - at));
				},
				onWave: wave.set,
				onGap: (seconds) => {
					const words = `No sound came for ${Math.round(seconds)} s, as when a computer sleeps; it goes on now.`;
					store.patch({ gaps: [...store.get().gaps, words].slice(-3) });
				},
			})
		: null;
	const face: FaceSource | null = usesFace
		? createFaceSource({
				now: clock.now,
				get: () => store.get().face,
				patch: patchFace,
				onFrame: (seen) => {
					frame = seen;
					figures.addFrame(seen.ms);
					if (seen.face !== undefined && seen.face.scores !== null) {
						// A frame stands for the time since the one before, where that is not long ago.
						const since = seen.time - lastFace < mostBetweenFrames ? lastFace : seen.time;
						faceTimeline.add({ start: since, end: seen.time }, seen.face);
						lastFace = seen.time;
					}
					afterPaint(() => figures.faceShownMs.add(Date.now() - seen.at));
				},
			})
		: null;

	voice?.client.ready.then(
		({ model, threshold: least }) => {
			voiceModel = model;
			readyAt = Date.now();
			thresholds.voice = least;
			voiceTimeline = createLiveTimeline(least);
			if (kept?.profile != null) {
				void voice.client.setProfile(kept.profile).then(({ profile, problem }) => {
					store.patch({ hasProfile: profile !== null, usualSaid: problem === null ? [] : [problem] });
				});
			}
		},
		() => undefined,
	);
	face?.client.ready.then(
		({ model }) => {
			faceModel = model?.name ?? "";
			thresholds.face = model?.threshold ?? 0;
			faceTimeline = createLiveTimeline(thresholds.face);
			if (kept?.neutral != null) {
				face.client.setNeutral(kept.neutral);
				store.patch({ hasNeutralFace: true });
			}
		},
		() => undefined,
	);

	const fusedNow = (): Prediction | null => {
		const { voice: said, face: shown } = store.get();
		return fusePredictions([said.result, shown.prediction], threshold());
	};
	const fusedCell = (index: number): Prediction | null =>
		fusePredictions([voiceTimeline.cell(index), faceTimeline.cell(index)], threshold());

	const finishNeutral = async (): Promise<void> => {
		if (store.get().neutralLeft === null) return;
		neutralUntil = 0;
		store.patch({ neutralLeft: null });
		const learnt = await learnUsual(voice?.client, face?.client, options.person ?? "");
		const { hasProfile, hasNeutralFace } = store.get();
		store.patch({
			usualSaid: learnt.said,
			hasProfile: hasProfile || learnt.profile,
			hasNeutralFace: hasNeutralFace || learnt.neutralFace,
		});
	};

	const respond = (): void => {
		const said = store.get().now;
		if (said === null) return;
		for (const { condition, time } of watch.next(said, clock.now())) {
			const watched = condition as WatchedCondition;
			const event = { id: ++fired, condition: watched, time };
			store.patch({ fired: [...store.get().fired, event].slice(-20) });
			dispatchEvent(new CustomEvent("undertone:condition", { detail: event }));
		}
	};
	let ticks = 0;
	const tick = setInterval(() => {
		if (store.get().phase !== "running") return;
		const time = clock.now();
		const { result } = store.get().voice;
		if (result !== null && time - result.end > staleAfter) patchVoice({ result: null });
		const left = neutralUntil > 0 ? Math.max(0, neutralUntil - time) : null;
		store.patch({ time, neutralLeft: left === null ? store.get().neutralLeft : left, now: fusedNow() });
		if (left === 0) void finishNeutral();
		if (++ticks % 2 === 0) respond();
		const read = figures.read({ ...dropped, frames: face?.dropped ?? 0 });
		if (read !== null) store.patch({ figures: read });
	}, 250);

	const unlock = claimTab(() => store.patch({ otherTab: true }));

	const beginNeutral = async (): Promise<void> => {
		// The twenty seconds begin when everything is ready to listen and look.
		await Promise.allSettled([voice?.client.ready, face?.client.ready]);
		if (store.get().neutralLeft === null) return;
		voice?.client.enrol();
		face?.client.enrol();
		neutralUntil = clock.now() + neutralSeconds;
	};
	if (options.neutralStart) {
		neutralUntil = Number.POSITIVE_INFINITY;
		void beginNeutral();
	}
	if (options.microphone !== null) void voice?.open(options.microphone);
	if (options.camera !== null) void face?.open(options.camera);

	return {
		store,
		started,
		usesVoice,
		usesFace,
		get voice() {
			return voiceTimeline;
		},
		get face() {
			return faceTimeline;
		},
		wave,
		get frame() {
			return frame;
		},
		now: clock.now,
		fusedCell,
		openMicrophone: async (deviceId) => voice?.open(deviceId),
		openCamera: async (deviceId) => face?.open(deviceId),
		pause: () => {
			clock.pause();
			void voice?.pause();
			face?.pause();
			frame = null;
			store.patch({ phase: "paused", time: clock.now() });
		},
		resume: () => {
			clock.resume();
			void voice?.resume();
			void face?.resume();
			store.patch({ phase: "running" });
		},
		mark: (text) => store.patch({ marks: [...store.get().marks, { time: clock.now(), text }] }),
		setNote: (note) => store.patch({ note }),
		setConditions: (conditions) => {
			watch = watchConditions(conditions);
			store.patch({ conditions });
		},
		endNeutralStart: () => void finishNeutral(),
		record: () => {
			const { marks, note } = store.get();
			return makeRecord({
				started,
				duration: clock.now(),
				marks,
				note,
				voice: usesVoice ? { timeline: voiceTimeline, model: voiceModel, heard: heard.all } : null,
				face: usesFace && faceModel !== "" ? { timeline: faceTimeline, model: faceModel } : null,
				fusedCell,
				threshold: threshold(),
			});
		},
		addPageWork: (ms) => {
			figures.pageMs.add(ms + shownMs);
			shownMs = 0;
		},
		end: async () => {
			clock.pause();
			await voice?.pause();
			face?.pause();
			frame = null;
			unlock();
			store.patch({ phase: "ended", time: clock.now(), neutralLeft: null });
		},
		close: async () => {
			clearInterval(tick);
			unlock();
			face?.close();
			await voice?.close();
		},
	};
}
