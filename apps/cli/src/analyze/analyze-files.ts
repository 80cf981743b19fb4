import { availableParallelism } from "node:os";
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { AudioFacts } from "@undertone/audio";
import { type ErrorCode, UndertoneError } from "@undertone/core";
import type { SpeakerProfile, SpeechAnalysis } from "@undertone/recognize";
import type { FoundFile } from "./find-audio-files.ts";
import { type FileWatch, openAnalyzer } from "./open-analyzer.ts";

/** What became of one file. */
export type FileAnalysis =
	| { readonly file: string; readonly analysis: SpeechAnalysis; readonly source: AudioFacts }
	| { readonly file: string; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** What every file of a run is analysed with. */
export interface AnalyzerSettings {
	readonly model: Uint8Array;
	readonly profile: SpeakerProfile | null;
	/** Seconds. */
	readonly maxDuration: number;
	/** Whether to say which features moved the score. */
	readonly explain: boolean;
}

/** How a run is watched. */
export interface AnalyzeFilesOptions {
	readonly signal: AbortSignal;
	readonly onProgress: (done: number) => void;
	/** Called with the share of a file that is done, in [0, 1], where files are analysed one after the other. */
	readonly onShare?: (share: number) => void;
}

/** How long a thread may take to end, in milliseconds. */
const patience = 5000;

/** Files from which on starting threads pays. */
const fewestForThreads = 3;

/**
 * Analyses files on all cores and yields their results in the order given, each as soon as it can be.
 *
 * @throws {UndertoneError} `cancelled` when the signal is aborted.
 */
export async function* analyzeFiles(
	files: readonly FoundFile[],
	settings: AnalyzerSettings,
	{ signal, onProgress, onShare }: AnalyzeFilesOptions,
): AsyncGenerator<FileAnalysis> {
	const results = new Map<number, FileAnalysis>();
	let wake = (): void => undefined;
	let failure: unknown;
	let next = 0;
	let done = 0;
	const parallel = Math.min(availableParallelism(), files.length);
	const threads = files.length < fewestForThreads ? 1 : parallel;
	const openers = Array.from({ length: threads }, () => (threads === 1 ? openHere : openThread));
	const running = openers.map(async (open) => {
		const analyzer = await open(settings);
		try {
			while (next < files.length && !signal.aborted && failure === undefined) {
				const i = next++;
				const { file, error } = files[i] as FoundFile;
				const result: FileAnalysis =
					error === undefined
						? await analyzer.analyze(file, { signal, ...(onShare === undefined ? {} : { onShare }) })
						: { file, error: { code: error.code, message: error.message } };
				results.set(i, result);
				onProgress(++done);
				wake();
			}
		} finally {
			await analyzer.close();
		}
	});
	const all = Promise.all(running).catch((error: unknown) => {
		failure ??= error;
		wake();
	});
	const abort = (): void => wake();
	signal.addEventListener("abort", abort, { once: true });
	try {
		for (let i = 0; i < files.length; i++) {
			while (!results.has(i)) {
				signal.throwIfAborted();
				if (failure !== undefined) throw failure;
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
			yield results.get(i) as FileAnalysis;
			results.delete(i);
		}
	} finally {
		signal.removeEventListener("abort", abort);
		next = files.length;
		await all;
	}
}

interface Analyzer {
	analyze(file: string, watch: FileWatch & { readonly signal: AbortSignal }): Promise<FileAnalysis>;
	close(): Promise<unknown>;
}

const openHere = (settings: AnalyzerSettings): Promise<Analyzer> => openAnalyzer(settings);

async function openThread(settings: AnalyzerSettings): Promise<Analyzer> {
	const worker = new Worker(new URL("./analyze-worker.ts", import.meta.url), { workerData: settings });
	const ended = new Promise<void>((resolve) => {
		worker.once("exit", () => resolve());
	});
	return {
		analyze: (file, { signal }) =>
			new Promise<FileAnalysis>((resolve, reject) => {
				const end = (): void => {
					worker.off("message", onMessage);
					worker.off("error", onError);
					signal.removeEventListener("abort", onAbort);
				};
				const onMessage = (result: FileAnalysis): void => {
					end();
					resolve(result);
				};
				const onError = (error: unknown): void => {
					end();
					reject(error);
				};
				const onAbort = (): void => onError(new UndertoneError("cancelled", "interrupted."));
				worker.once("message", onMessage);
				worker.once("error", onError);
				signal.addEventListener("abort", onAbort, { once: true });
				worker.postMessage(file);
			}),
		// A thread that is ended inside onnxruntime takes the process with it: it is asked to end by itself first.
		close: async () => {
			worker.postMessage(null);
			const late = new AbortController();
			await Promise.race([
				ended,
				setTimeout(patience, undefined, { signal: late.signal }).catch(() => undefined),
			]);
			late.abort();
			await worker.terminate();
		},
	};
}
