/** The thread of `analyzeFiles`: a file's name comes in, what became of it goes out; null asks it to end. */
import { parentPort, workerData } from "node:worker_threads";
import { UndertoneError } from "@undertone/core";
import type { AnalyzerSettings } from "./analyze-files.ts";
import { openAnalyzer } from "./open-analyzer.ts";

const analyzer = openAnalyzer(workerData as AnalyzerSettings);
const controller = new AbortController();
const { signal } = controller;
parentPort?.on("message", async (file: string | null) => {
	if (file === null) {
		controller.abort(new UndertoneError("cancelled", "interrupted."));
		parentPort?.close();
		return;
	}
	try {
		parentPort?.postMessage(await (await analyzer).analyze(file, { signal }));
	} catch (error) {
		// Nobody waits for it any more.
		if (!signal.aborted) throw error;
	}
});
