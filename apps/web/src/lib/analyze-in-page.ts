import type { SpeakerProfile } from "@undertone/recognize";
import type {
	PageAnalysis,
	Recording,
	WorkerAnswer,
	WorkerRequest,
	WorkerTask,
} from "./analysis-messages.ts";
import { decodeByBrowser } from "./decode-by-browser.ts";

/** How work in the page is watched and stopped. */
interface WatchOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: (share: number) => void;
}

let worker: Worker | undefined;
let count = 0;

function getWorker(): Worker {
	worker ??= new Worker(new URL("./analysis-worker.ts", import.meta.url), { type: "module" });
	return worker;
}

/** Seconds. */
const maxDuration = 3600;

/**
 * Analyses a recording inside the page, in a worker; what the decoders here do not know is decoded by the browser.
 *
 * @param profile - JSON of the speaker's profile, or null.
 * @throws {Error} With a sentence for the user; the abort signal's reason when cancelled.
 */
export function analyzeInPage(
	file: File,
	profile: string | null,
	options: WatchOptions = {},
): Promise<PageAnalysis> {
	return decodable(file, options, (recording) => ask({ task: "analyze", profile, ...recording }, options));
}

/**
 * The profile with a recording of the same person more; a new one where only its kind is given.
 *
 * @throws {Error} As {@link analyzeInPage}, and where no speech is heard.
 */
export function learnInPage(
	file: File,
	profile: SpeakerProfile | SpeakerProfile["kind"],
	options: WatchOptions = {},
): Promise<SpeakerProfile> {
	return decodable(file, options, (recording) => ask({ task: "learn", profile, ...recording }, options));
}

/**
 * The profile that a JSON holds.
 *
 * @throws {Error} With a sentence for the user, if it does not fit the model.
 */
export function parseInPage(profile: string): Promise<SpeakerProfile> {
	return ask({ task: "parse", profile }, {});
}

/** Runs work on a file as it is, and where that cannot be decoded, as the browser decodes it. */
async function decodable<T>(
	file: File,
	{ signal }: WatchOptions,
	run: (recording: Recording) => Promise<T>,
): Promise<T> {
	const bytes = await file.arrayBuffer();
	signal?.throwIfAborted();
	try {
		return await run({ name: file.name, bytes, maxDuration });
	} catch (error) {
		if (!(error instanceof AnalysisFailure && error.code === "audio-unknown-format")) throw error;
		return run({ maxDuration, ...(await decodeByBrowser(file, maxDuration, error)) });
	}
}

class AnalysisFailure extends Error {
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

function ask<T extends PageAnalysis | SpeakerProfile>(
	task: WorkerTask,
	{ signal, onProgress }: WatchOptions,
): Promise<T> {
	const id = ++count;
	const current = getWorker();
	return new Promise((resolve, reject) => {
		const done = (): void => {
			current.removeEventListener("message", onMessage);
			current.removeEventListener("error", onError);
			signal?.removeEventListener("abort", onAbort);
		};
		const onMessage = ({ data }: MessageEvent<WorkerAnswer>): void => {
			if (data.id !== id) return;
			if ("progress" in data) onProgress?.(data.progress);
			else {
				done();
				if ("done" in data) resolve(data.done as T);
				else reject(new AnalysisFailure(data.failed.code, data.failed.message));
			}
		};
		const onError = (event: ErrorEvent): void => {
			done();
			worker = undefined;
			reject(
				new Error(`The analysis stopped: ${event.message || "the worker could not start"}. Reload the page.`),
			);
		};
		const onAbort = (): void => {
			done();
			// A worker cannot be interrupted: it is ended, and the next recording starts another.
			current.terminate();
			worker = undefined;
			reject(signal?.reason);
		};
		current.addEventListener("message", onMessage);
		current.addEventListener("error", onError);
		signal?.addEventListener("abort", onAbort);
		current.postMessage({ ...task, id } satisfies WorkerRequest, "bytes" in task ? [task.bytes] : []);
	});
}
