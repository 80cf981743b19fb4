import type { Prediction, Reason } from "@undertone/core";
import type { LiveCondition, LiveMark, LiveResult, SourcePrediction } from "@undertone/recognize";

/** Where a microphone or camera stands. */
type DeviceState = "off" | "opening" | "on" | "refused" | "lost";

/** The voice as the page sees it. */
export interface VoiceState {
	readonly device: DeviceState;
	/** What is wrong, as a sentence. */
	readonly problem: string | null;
	/** The model is not there yet. */
	readonly loading: boolean;
	readonly muted: boolean;
	/** Nothing has been heard for some seconds. */
	readonly silent: boolean;
	readonly label: string;
	readonly settings: MediaTrackSettings | null;
	/** Of the last two and a half seconds. */
	readonly result: LiveResult | null;
}

/** The face as the page sees it. */
export interface FaceState {
	readonly device: DeviceState;
	readonly problem: string | null;
	readonly loading: boolean;
	readonly muted: boolean;
	/** The picture has been dark for some seconds. */
	readonly covered: boolean;
	readonly label: string;
	readonly video: HTMLVideoElement | null;
	/** Why there are no expressions; null where there are. */
	readonly modelProblem: string | null;
	/** Of the last frames; null before the first face. */
	readonly prediction: SourcePrediction | null;
	/** Action units in words. */
	readonly words: string;
	readonly reasons: readonly Reason[];
	readonly faces: number;
}

/** Measurements, renewed every second. */
export interface LiveFigures {
	/** Milliseconds from a window's end to its label being shown. */
	readonly voiceMs: { readonly p50: number; readonly p95: number; readonly count: number };
	/** Milliseconds of work a frame, and from the frame to what is shown of it. */
	readonly faceMs: { readonly p50: number; readonly p95: number; readonly count: number };
	readonly faceShownMs: { readonly p50: number; readonly p95: number; readonly count: number };
	/** Milliseconds this page's own thread works for a frame. */
	readonly pageMs: { readonly p50: number; readonly p95: number; readonly count: number };
	/** Frames looked at a second. */
	readonly framesPerSecond: number;
	readonly dropped: { readonly seconds: number; readonly results: number; readonly frames: number };
}

/** A condition that has come true, with what the user wanted to be told. */
interface FiredCondition {
	readonly id: number;
	readonly condition: WatchedCondition;
	/** Seconds of the session. */
	readonly time: number;
}

/** A condition with what to say when it comes true. */
export interface WatchedCondition extends LiveCondition {
	readonly message: string;
}

/** A live session as the page sees it. */
export interface LiveState {
	readonly phase: "running" | "paused" | "ended";
	/** Seconds, without pauses. */
	readonly time: number;
	readonly voice: VoiceState;
	readonly face: FaceState;
	/** Both together, or the one there is. */
	readonly now: Prediction | null;
	/** Seconds that are left of the neutral start; null outside it. */
	readonly neutralLeft: number | null;
	/** What came of the neutral start, or why a profile is not used. */
	readonly usualSaid: readonly string[];
	readonly hasProfile: boolean;
	readonly hasNeutralFace: boolean;
	readonly marks: readonly LiveMark[];
	readonly note: string;
	readonly conditions: readonly WatchedCondition[];
	readonly fired: readonly FiredCondition[];
	readonly otherTab: boolean;
	/** Sleeps and other gaps, as sentences. */
	readonly gaps: readonly string[];
	readonly figures: LiveFigures;
}

const nothingMeasured = { p50: Number.NaN, p95: Number.NaN, count: 0 };

/** A session at its beginning. */
export const emptyLiveState: LiveState = {
	phase: "running",
	time: 0,
	voice: {
		device: "off",
		problem: null,
		loading: true,
		muted: false,
		silent: false,
		label: "",
		settings: null,
		result: null,
	},
	face: {
		device: "off",
		problem: null,
		loading: true,
		muted: false,
		covered: false,
		label: "",
		video: null,
		modelProblem: null,
		prediction: null,
		words: "",
		reasons: [],
		faces: 0,
	},
	now: null,
	neutralLeft: null,
	usualSaid: [],
	hasProfile: false,
	hasNeutralFace: false,
	marks: [],
	note: "",
	conditions: [],
	fired: [],
	otherTab: false,
	gaps: [],
	figures: {
		voiceMs: nothingMeasured,
		faceMs: nothingMeasured,
		faceShownMs: nothingMeasured,
		pageMs: nothingMeasured,
		framesPerSecond: 0,
		dropped: { seconds: 0, results: 0, frames: 0 },
	},
};
