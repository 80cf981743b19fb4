/** A worker thread that extracts the features of one file after another. */
import { parentPort } from "node:worker_threads";
import { extractFile, type FeatureTask } from "./extract-file.ts";

parentPort?.on("message", async (task: FeatureTask) => {
	parentPort?.postMessage(await extractFile(task));
});
