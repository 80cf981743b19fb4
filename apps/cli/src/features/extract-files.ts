import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { extractFile, type FeatureTask, type FileFeatures } from "./extract-file.ts";

/** Files from which on starting threads pays. */
const fewestForThreads = 4;

/** How a run is watched. */
export interface ExtractFilesOptions {
	readonly signal: AbortSignal;
	readonly onProgress: (done: number) => void;
}

/**
 * Extracts features on all cores and yields the results in the order given, each as soon as it can be.
 *
 * @throws {UndertoneError} `cancelled` when the signal is aborted.
 */
export async function* extractFiles(
	tasks: readonly FeatureTask[],
	{ signal, onProgress }: ExtractFilesOptions,
): AsyncGenerator<FileFeatures> {
	const threads = tasks.length < fewestForThreads ? 1 : Math.min(availableParallelism(), tasks.length);
	const workers = threads === 1 ? [] : Array.from({ length: threads }, startWorker);
	const extractors = threads === 1 ? [extractFile] : workers.map((worker) => worker.extract);
	const settle: ((result: Promise<FileFeatures>) => void)[] = [];
	const results = tasks.map(() => new Promise<FileFeatures>((resolve) => settle.push(resolve)));
	// Somebody awaits each later, or nobody does after an interruption.
	for (const result of results) result.catch(() => undefined);
	let next = 0;
	let done = 0;
	const running = extractors.map(async (extract) => {
		while (next < tasks.length && !signal.aborted) {
			const i = next++;
			const result = extract(tasks[i] as FeatureTask);
			settle[i]?.(result);
			await result.catch(() => undefined);
			onProgress(++done);
		}
	});
	try {
		for (const result of results) {
			yield await untilAborted(result, signal);
		}
	} finally {
		next = tasks.length;
		await Promise.all(workers.map((worker) => worker.close()));
		if (threads === 1) await Promise.all(running);
	}
}

function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const abort = (): void => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener("abort", abort, { once: true });
		result.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
	});
}

function startWorker(): { extract(task: FeatureTask): Promise<FileFeatures>; close(): Promise<unknown> } {
	const worker = new Worker(new URL("./features-worker.ts", import.meta.url));
	return {
		extract: (task) =>
			new Promise((resolve, reject) => {
				const onMessage = (result: FileFeatures): void => {
					worker.off("error", onError);
					resolve(result);
				};
				const onError = (error: unknown): void => {
					worker.off("message", onMessage);
					reject(error);
				};
				worker.once("message", onMessage);
				worker.once("error", onError);
				worker.postMessage(task);
			}),
		close: () => worker.terminate(),
	};
}
