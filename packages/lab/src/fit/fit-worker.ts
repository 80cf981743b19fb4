/** A worker thread that runs one fit after another; the message `null` cancels the one that runs and ends the thread. */
import { parentPort } from "node:worker_threads";
import { type FitJob, runFitJob } from "./fit-job.ts";

let running = new AbortController();

parentPort?.on("message", async (job: FitJob | null) => {
	if (job === null) {
		running.abort();
		parentPort?.close();
		return;
	}
	running = new AbortController();
	try {
		const answer = await runFitJob(job, {
			onProgress: (progress) => parentPort?.postMessage({ progress }),
			signal: running.signal,
		});
		parentPort?.postMessage({ answer });
	} catch (error) {
		parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
	}
});
