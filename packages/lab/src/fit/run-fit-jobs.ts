import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Progress } from "@undertone/learn";
import { endWorkers } from "../threads/end-workers.ts";
import type { FitAnswer, FitJob } from "./fit-job.ts";

/** Options of {@link runFitJobs}. */
export interface RunFitJobsOptions {
	readonly threads?: number;
	readonly signal?: AbortSignal | undefined;
	/** How far job `index` has come. */
	readonly onProgress?: ((index: number, progress: Progress) => void) | undefined;
	/** Called as soon as a job is done, for checkpoints. */
	readonly onAnswer?: ((index: number, answer: FitAnswer) => void | Promise<void>) | undefined;
}

/**
 * Runs fits side by side on all cores.
 *
 * @returns Answers in the order of the jobs; they do not depend on the number of threads.
 * @throws {Error} What the first failed fit says; the others are stopped.
 */
export async function runFitJobs(
	jobs: readonly FitJob[],
	{ threads = availableParallelism(), signal, onProgress, onAnswer }: RunFitJobsOptions = {},
): Promise<FitAnswer[]> {
	const answers = new Array<FitAnswer>(jobs.length);
	const workers = Array.from(
		{ length: Math.max(1, Math.min(threads, jobs.length)) },
		() => new Worker(new URL("./fit-worker.ts", import.meta.url)),
	);
	let stopped = false;
	const aborted = new Promise<never>((_, reject) => {
		signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
	});
	let next = 0;
	const work: Promise<unknown> = Promise.all(
		workers.map(async (worker) => {
			while (next < jobs.length && !stopped) {
				signal?.throwIfAborted();
				const i = next++;
				const answer = await ask(worker, jobs[i] as FitJob, (progress) => onProgress?.(i, progress));
				answers[i] = answer;
				await onAnswer?.(i, answer);
			}
		}),
	);
	try {
		await Promise.race([work, aborted]);
	} finally {
		stopped = true;
		work.catch(() => undefined);
		await endWorkers(workers);
	}
	return answers;
}

interface Message {
	readonly progress?: Progress;
	readonly answer?: FitAnswer;
	readonly error?: string;
}

function ask(worker: Worker, job: FitJob, onProgress: (progress: Progress) => void): Promise<FitAnswer> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			worker.off("message", onMessage);
			worker.off("error", onError);
		};
		const onMessage = ({ progress, answer, error }: Message): void => {
			if (progress !== undefined) onProgress(progress);
			if (answer === undefined && error === undefined) return;
			done();
			if (answer === undefined) reject(new Error(error));
			else resolve(answer);
		};
		const onError = (error: unknown): void => {
			done();
			reject(error);
		};
		worker.on("message", onMessage);
		worker.on("error", onError);
		worker.postMessage(job);
	});
}
