import type { Worker } from "node:worker_threads";

/** How long a thread may take to end by itself, in milliseconds. */
const patience = 3000;

/**
 * Ends threads: each is sent `null`, upon which it closes its port, and what has not ended after three seconds is
 * terminated. A thread that is terminated inside WebAssembly or onnxruntime can take the process with it.
 */
export async function endWorkers(workers: readonly Worker[]): Promise<void> {
	const ended = workers
		.filter(({ threadId }) => threadId !== -1)
		.map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
	for (const worker of workers) worker.postMessage(null);
	await Promise.race([Promise.all(ended), delay(patience)]);
	await Promise.all(workers.map((worker) => worker.terminate()));
}

function delay(milliseconds: number): Promise<void> {
	return new Promise((resolve) => {
		setTimeout(resolve, milliseconds).unref();
	});
}
