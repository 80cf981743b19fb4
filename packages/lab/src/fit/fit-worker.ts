/** A worker thread that runs one fit after another. */
import { parentPort } from "node:worker_threads";
import { type FitJob, runFitJob } from "./fit-job.ts";

parentPort?.on("message", async (job: FitJob) => {
	try {
		const answer = await runFitJob(job, (progress) => parentPort?.postMessage({ progress }));
		parentPort?.postMessage({ answer });
	} catch (error) {
		parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
	}
});
