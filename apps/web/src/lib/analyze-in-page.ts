import type { PageAnalysis, WorkerAnswer, WorkerRequest } from "./analysis-messages.ts";
import { decodeByBrowser } from "./decode-by-browser.ts";

/** Options of {@link analyzeInPage}. */
interface AnalyzeInPageOptions {
	/** Seconds. */
	readonly maxDuration?: number;
	readonly signal?: AbortSignal;
	readonly onProgress?: (share: number) => void;
}

let worker: Worker | undefined;
let count = 0;

function getWorker(): Worker {
	worker ??= new Worker(new URL("./analysis-worker.ts", import.meta.url), { type: "module" });
	return worker;
}

/**
 * Analyses a recording inside the page, in a worker; what the decoders here do not know is decoded by the browser.
 *
 * @throws {Error} With a sentence for the user; the abort signal's reason when cancelled.
 */
export async function analyzeInPage(file: File, options: AnalyzeInPageOptions = {}): Promise<PageAnalysis> {
	const { maxDuration = 3600, signal } = options;
	const bytes = await file.arrayBuffer();
	signal?.throwIfAborted();
	try {
		return await ask({ id: ++count, name: file.name, bytes, maxDuration }, options);
	} catch (error) {
		if (!(error instanceof AnalysisFailure && error.code === "audio-unknown-format")) throw error;
		return ask({ id: ++count, maxDuration, ...(await decodeByBrowser(file, maxDuration, error)) }, options);
	}
}

class AnalysisFailure extends Error {
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

function ask(request: WorkerRequest, { signal, onProgress }: AnalyzeInPageOptions): Promise<PageAnalysis> {
	const current = getWorker();
	return new Promise((resolve, reject) => {
		const done = (): void => {
			current.removeEventListener("message", onMessage);
			current.removeEventListener("error", onError);
			signal?.removeEventListener("abort", onAbort);
		};
		const onMessage = ({ data }: MessageEvent<WorkerAnswer>): void => {
			if (data.id !== request.id) return;
			if ("progress" in data) onProgress?.(data.progress);
			else {
				done();
				if ("done" in data) resolve(data.done);
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
		current.postMessage(request, [request.bytes]);
	});
}
