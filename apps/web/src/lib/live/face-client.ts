import type { NeutralFace } from "@undertone/face";
import type { FaceAnalysis } from "@undertone/recognize";
import type { FromFaceWorker, ToFaceWorker } from "./face-messages.ts";

/** How a picture is looked at. */
interface LookOptions {
	readonly video: boolean;
	readonly thorough?: boolean;
}

/** What was seen, and how long it took in the worker. */
interface Seen {
	readonly analysis: FaceAnalysis;
	/** Milliseconds. */
	readonly ms: number;
}

/** The model of expressions, or why there is none. */
type FaceReady = Omit<Extract<FromFaceWorker, { type: "ready" }>, "type">;

/** A worker that sees, with one owner; `close` ends it. */
export interface FaceClient {
	readonly ready: Promise<FaceReady>;
	/**
	 * Looks at a picture, which must not be used afterwards.
	 *
	 * @throws {Error} With a sentence for the user.
	 */
	look(bitmap: ImageBitmap, options: LookOptions): Promise<Seen>;
	reset(): void;
	setNeutral(neutral: NeutralFace | null): void;
	/** Collects frames for a neutral face until {@link FaceClient.enrolled}. */
	enrol(): void;
	/** Null where there were too few frames with exactly one face. */
	enrolled(): Promise<NeutralFace | null>;
	/**
	 * Uses MediaPipe's `face_landmarker.task` from now on: 478 points, and action units by its blendshapes.
	 *
	 * @throws {Error} With a sentence for the user, if it is another file; what was used before stays in use.
	 */
	takeTask(bytes: Uint8Array): Promise<void>;
	close(): void;
}

/** Starts a worker that sees. */
export function createFaceClient(): FaceClient {
	const worker = new Worker(new URL("./face-worker.ts", import.meta.url), { type: "module" });
	const looks = new Map<number, { done: (seen: Seen) => void; failed: (error: Error) => void }>();
	let count = 0;
	let onReady: (ready: FaceReady) => void = () => undefined;
	let onBroken: (error: Error) => void = () => undefined;
	let onNeutral: (neutral: NeutralFace | null) => void = () => undefined;
	let onTask: (problem: string | null) => void = () => undefined;
	const ready = new Promise<FaceReady>((resolve, reject) => {
		onReady = resolve;
		onBroken = reject;
	});
	ready.catch(() => undefined);
	const send = (message: ToFaceWorker, transfer: Transferable[] = []): void =>
		worker.postMessage(message, transfer);
	const breakAll = (message: string): void => {
		const error = new Error(message);
		onBroken(error);
		for (const { failed } of looks.values()) failed(error);
		looks.clear();
		onNeutral(null);
		onTask(message);
	};
	worker.onerror = (event) =>
		breakAll(`Faces cannot be analysed: ${event.message || "the worker could not start"}. Reload the page.`);
	worker.onmessage = ({ data }: MessageEvent<FromFaceWorker>) => {
		if (data.type === "ready") onReady(data);
		else if (data.type === "failed") breakAll(data.message);
		else if (data.type === "neutral") onNeutral(data.neutral);
		else if (data.type === "task") onTask(data.problem);
		else {
			const look = looks.get(data.id);
			looks.delete(data.id);
			if (data.type === "seen") look?.done({ analysis: data.analysis, ms: data.ms });
			else look?.failed(new Error(data.message));
		}
	};
	return {
		ready,
		look: (bitmap, { video, thorough = false }) =>
			new Promise((done, failed) => {
				const id = ++count;
				looks.set(id, { done, failed });
				send({ type: "look", id, bitmap, video, thorough }, [bitmap]);
			}),
		reset: () => send({ type: "reset" }),
		setNeutral: (neutral) => send({ type: "neutral", neutral }),
		enrol: () => send({ type: "enrol" }),
		enrolled: () =>
			new Promise((resolve) => {
				onNeutral = resolve;
				send({ type: "enrolled" });
			}),
		takeTask: (bytes) =>
			new Promise((resolve, reject) => {
				onTask = (problem) => (problem === null ? resolve() : reject(new Error(problem)));
				send({ type: "task", bytes }, [bytes.buffer as ArrayBuffer]);
			}),
		close: () => worker.terminate(),
	};
}
