import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { endWorkers } from "../threads/end-workers.ts";
import type { ClipFacts } from "./clip-facts.ts";

/** Options of {@link measureClips}. */
export interface MeasureClipsOptions {
	readonly cache: string;
	readonly threads?: number;
	readonly signal?: AbortSignal | undefined;
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Facts of many clips on all cores; a clip that cannot be read gives the sentence that says why.
 *
 * @returns In the order of the paths.
 */
export async function measureClips(
	paths: readonly string[],
	{ cache, threads = availableParallelism(), signal, onProgress }: MeasureClipsOptions,
): Promise<(ClipFacts | string)[]> {
	const facts = new Array<ClipFacts | string>(paths.length);
	let next = 0;
	let done = 0;
	const workers = Array.from(
		{ length: Math.max(1, Math.min(threads, paths.length)) },
		() => new Worker(new URL("./facts-worker.ts", import.meta.url)),
	);
	const ask = (worker: Worker, path: string): Promise<ClipFacts | string> =>
		new Promise((resolve, reject) => {
			worker.once("message", (answer: ClipFacts | string) => {
				worker.off("error", reject);
				resolve(answer);
			});
			worker.once("error", reject);
			worker.postMessage({ path, cache });
		});
	try {
		await Promise.all(
			workers.map(async (worker) => {
				while (next < paths.length) {
					signal?.throwIfAborted();
					const i = next++;
					facts[i] = await ask(worker, paths[i] as string);
					onProgress?.(++done, paths.length);
				}
			}),
		);
	} finally {
		await endWorkers(workers);
	}
	return facts;
}
