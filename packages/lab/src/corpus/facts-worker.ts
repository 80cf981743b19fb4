/** A worker thread that measures one clip after another. */
import { parentPort } from "node:worker_threads";
import { clipFacts } from "./clip-facts.ts";

parentPort?.on("message", async ({ path, cache }: { readonly path: string; readonly cache: string }) => {
	parentPort?.postMessage(await clipFacts(path, cache));
});
