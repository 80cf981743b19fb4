/** The thread of `analyzeFiles`: a file's name comes in, what became of it goes out. */
import { parentPort, workerData } from "node:worker_threads";
import type { AnalyzerSettings } from "./analyze-files.ts";
import { openAnalyzer } from "./open-analyzer.ts";

const analyzer = openAnalyzer(workerData as AnalyzerSettings);
parentPort?.on("message", async (file: string) => {
	parentPort?.postMessage(await (await analyzer).analyze(file));
});
