import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { type FileFacts, isApiErrorCode, type SpeechResult } from "@undertone/api";
import type { Upload } from "../../data-folder/recordings.ts";
import { ApiError } from "../../http/api-error.ts";

/** What the server finds out of a file. */
export interface Analyzed {
	readonly file: FileFacts;
	readonly result: SpeechResult;
	readonly peaks: number[];
}

/** Analyses uploads in worker threads, so that the server keeps answering. */
export interface Analyzer {
	/** @throws {ApiError} `no-model`, `busy`, or what is wrong with the file. */
	analyze(upload: Upload, options: { name: string; profile?: string | undefined }): Promise<Analyzed>;
	close(): Promise<void>;
}

/** What a thread is asked. */
export interface WorkerQuestion {
	readonly path: string;
	readonly name: string;
	readonly sha256: string;
	/** JSON of a speaker profile. */
	readonly profile: string | undefined;
}

/** What a thread opens with. */
export interface WorkerSettings {
	readonly model: string;
	/** Seconds. */
	readonly maxDuration: number;
	readonly ffmpeg: string | undefined;
}

/** What a thread answers. */
export type WorkerAnswer = { readonly done: Analyzed } | { readonly code: string; readonly message: string };

/** Uploads that may wait for a thread; more are told to come again. */
const mostWaiting = 20;

/** Milliseconds after which a thread is taken to hang. */
const longest = 15 * 60_000;

/** @param options - `threads` work at once; they start when they are first needed. */
export function createAnalyzer({
	threads,
	...settings
}: WorkerSettings & { readonly threads: number }): Analyzer {
	const idle: Worker[] = [];
	const all = new Set<Worker>();
	const waiting: (() => void)[] = [];
	let running = 0;
	let closed = false;
	const turn = async (): Promise<void> => {
		if (running < threads) {
			running++;
			return;
		}
		if (waiting.length >= mostWaiting) throw new ApiError("busy");
		await new Promise<void>((resolve) => waiting.push(resolve));
	};
	const pass = (): void => {
		const next = waiting.shift();
		if (next === undefined) running--;
		else next();
	};
	const open = (): Worker => {
		const worker = new Worker(new URL("./analyzer-worker.ts", import.meta.url), { workerData: settings });
		all.add(worker);
		return worker;
	};
	const ask = async (question: WorkerQuestion): Promise<WorkerAnswer> => {
		const worker = idle.pop() ?? open();
		try {
			const answer = await answerOf(worker, question);
			idle.push(worker);
			return answer;
		} catch (error) {
			all.delete(worker);
			await worker.terminate();
			throw error;
		}
	};
	return {
		analyze: async ({ path, sha256 }, { name, profile }) => {
			if (!existsSync(settings.model)) throw new ApiError("no-model");
			await turn();
			try {
				if (closed) throw new ApiError("busy");
				const answer = await ask({ path, name, sha256, profile });
				if ("done" in answer) return answer.done;
				if (isApiErrorCode(answer.code)) throw new ApiError(answer.code, answer.message);
				if (answer.code.startsWith("model-")) throw new ApiError("no-model", answer.message);
				throw new Error(`${answer.code}: ${answer.message}`);
			} finally {
				pass();
			}
		},
		close: async () => {
			closed = true;
			for (const worker of all) await worker.terminate();
		},
	};
}

function answerOf(worker: Worker, question: WorkerQuestion): Promise<WorkerAnswer> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => finish(() => reject(new Error("The analysis took too long."))), longest);
		const onMessage = (answer: WorkerAnswer): void => finish(() => resolve(answer));
		const onError = (error: unknown): void => finish(() => reject(error));
		const onExit = (): void => finish(() => reject(new ApiError("busy")));
		const finish = (settle: () => void): void => {
			clearTimeout(timer);
			worker.off("message", onMessage).off("error", onError).off("exit", onExit);
			settle();
		};
		worker.on("message", onMessage).on("error", onError).on("exit", onExit);
		worker.postMessage(question);
	});
}
