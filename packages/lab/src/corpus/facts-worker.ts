/** A worker thread that measures one clip after another, until it is sent `null`. */
import { parentPort } from "node:worker_threads";
import { clipFacts } from "./clip-facts.ts";

parentPort?.on("message", async (asked: { readonly path: string; readonly cache: string } | null) => {
	if (asked === null) parentPort?.close();
	else parentPort?.postMessage(await clipFacts(asked.path, asked.cache));
});
