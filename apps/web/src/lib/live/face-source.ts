import { type Emotion, emotions, type Scores } from "@undertone/core";
import {
	type AnalyzedFace,
	type FaceAnalysis,
	predictionFrom,
	type SourcePrediction,
} from "@undertone/recognize";
import { sentenceOf } from "../api-client.ts";
import { largestFace } from "../face/face-frames.ts";
import { createDeviceSlot } from "./device-slot.ts";
import { createFaceClient, type FaceClient } from "./face-client.ts";
import type { FaceState } from "./live-state.ts";
import { type CameraInput, openCamera } from "./open-camera.ts";

/** One owner for a camera and the worker that sees through it. */
export interface FaceSource {
	readonly client: FaceClient;
	/** Frames that were left out because the worker was busy. */
	readonly dropped: number;
	open(deviceId: string): Promise<void>;
	pause(): void;
	resume(): Promise<void>;
	close(): void;
}

/** A frame that was looked at. */
export interface SeenFrame {
	readonly analysis: FaceAnalysis;
	/** The face that counts: the largest. */
	readonly face: AnalyzedFace | undefined;
	/** Seconds of the session. */
	readonly time: number;
	/** Milliseconds of work in the worker, and since 1970 when the frame was there. */
	readonly ms: number;
	readonly at: number;
}

/** What a face source works with. */
interface FaceSourceOptions {
	readonly now: () => number;
	readonly get: () => FaceState;
	readonly patch: (part: Partial<FaceState>) => void;
	readonly onFrame: (frame: SeenFrame) => void;
}

/** Seconds over which expressions are averaged for what is shown now. */
const smoothing = 0.6;
/** Seconds of darkness after which the user is told. */
const coveredAfter = 2;
/** Milliseconds between two changes of what is shown in words. */
const shownEveryMs = 200;

/** A camera that is not open yet, for who wants to see. */
export function createFaceSource({ now, get, patch, onFrame }: FaceSourceOptions): FaceSource {
	const client = createFaceClient();
	const slot = createDeviceSlot<CameraInput>();
	let chosen = "";
	let wanted = false;
	let busy = false;
	/** The last frame could not be looked at. */
	let unseen = false;
	let dropped = 0;
	let restUntil = 0;
	let shownAt = 0;
	let lastLight = 0;
	let threshold = 0;
	let smooth: { readonly scores: Scores; readonly time: number } | null = null;
	client.ready.then(
		({ model, problem }) => {
			threshold = model?.threshold ?? 0;
			patch({ loading: false, modelProblem: problem });
		},
		(error: unknown) => patch({ loading: false, problem: sentenceOf(error) }),
	);
	const release = (): void => {
		void slot.release();
		smooth = null;
		patch({ video: null, prediction: null, words: "", reasons: [], faces: 0, covered: false });
	};
	const show = ({ analysis, face, time }: SeenFrame): void => {
		const dark = analysis.reasons.includes("too-dark");
		if (!dark) lastLight = time;
		smooth = face?.scores == null ? null : blend(smooth, face.scores, time);
		if (Date.now() - shownAt < shownEveryMs) return;
		shownAt = Date.now();
		patch({
			prediction: face === undefined ? null : smoothed(face, smooth?.scores ?? null, threshold),
			words: face?.words ?? "",
			reasons: analysis.reasons,
			faces: analysis.faces.length,
			covered: time - lastLight > coveredAfter,
		});
	};
	const look = async (video: HTMLVideoElement): Promise<void> => {
		// One frame at a time, and as much rest as work, so that the voice keeps its share of the machine.
		if (busy || performance.now() < restUntil || get().loading) {
			dropped++;
			return;
		}
		busy = true;
		const at = Date.now();
		const time = now();
		try {
			const scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight));
			const bitmap = await createImageBitmap(video, {
				resizeWidth: Math.round(scale * video.videoWidth),
				resizeHeight: Math.round(scale * video.videoHeight),
			});
			const { analysis, ms } = await client.look(bitmap, { video: true });
			restUntil = performance.now() + ms;
			if (slot.held === undefined) return;
			if (unseen) patch({ problem: null });
			unseen = false;
			const face = largestFace(analysis.faces);
			const frame = { analysis, face, time, ms, at };
			show(frame);
			onFrame(frame);
		} catch (error) {
			if (slot.held === undefined) return;
			unseen = true;
			patch({ problem: sentenceOf(error) });
		} finally {
			busy = false;
		}
	};
	const open = async (deviceId: string): Promise<void> => {
		release();
		wanted = true;
		chosen = deviceId;
		client.reset();
		lastLight = now();
		patch({ device: "opening", problem: null, muted: false });
		try {
			const opened = await slot.open(() =>
				openCamera(deviceId, {
					onFrame: (video) => void look(video),
					onEnded: () => {
						release();
						patch({ device: "lost", problem: "The camera was disconnected. It goes on when it is back." });
					},
					onMuted: (muted) => patch({ muted }),
				}),
			);
			if (opened === null) return;
			unseen = false;
			patch({ device: "on", muted: opened.muted, label: opened.label, video: opened.video });
		} catch (error) {
			patch({ device: "refused", problem: sentenceOf(error) });
		}
	};
	const onDevices = (): void => {
		if (!wanted || get().device !== "lost") return;
		void open(chosen).then(() => {
			if (get().device === "refused" && chosen !== "") void open("");
		});
	};
	navigator.mediaDevices?.addEventListener("devicechange", onDevices);
	return {
		client,
		get dropped() {
			return dropped;
		},
		open,
		pause: () => {
			wanted = false;
			release();
		},
		resume: () => open(chosen),
		close: () => {
			wanted = false;
			navigator.mediaDevices?.removeEventListener("devicechange", onDevices);
			release();
			client.close();
			patch({ device: "off" });
		},
	};
}

/** An exponential mean over time. */
function blend(
	before: { readonly scores: Scores; readonly time: number } | null,
	scores: Scores,
	time: number,
): { readonly scores: Scores; readonly time: number } {
	if (before === null || time - before.time > 2) return { scores, time };
	const share = 1 - Math.exp(-(time - before.time) / smoothing);
	const mixed: Scores = {};
	for (const [label, score] of Object.entries(scores) as [Emotion, number][]) {
		const old = before.scores[label] ?? score;
		mixed[label] = old + share * (score - old);
	}
	return { scores: mixed, time };
}

function smoothed(face: AnalyzedFace, scores: Scores | null, threshold: number): SourcePrediction {
	if (scores === null) return face;
	const labels = emotions.filter((label) => scores[label] !== undefined);
	const doubts = face.reasons.filter((reason) => reason !== "low-confidence");
	const values = labels.map((label) => scores[label] ?? 0);
	return {
		...predictionFrom(values, labels, threshold, doubts, doubts.length > 0),
		...(face.trust === undefined ? {} : { trust: face.trust }),
	};
}
