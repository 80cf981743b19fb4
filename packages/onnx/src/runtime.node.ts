import type { configureRuntime as Configure, openSession as Open, Session } from "./runtime.ts";
import { sessionOver } from "./session-over.ts";

/** See runtime.ts. */
export const openSession: typeof Open = async (bytes, { threads = 1 }): Promise<Session> => {
	const { default: ort } = await import("onnxruntime-node");
	const inner = await ort.InferenceSession.create(bytes, {
		executionProviders: ["cpu"],
		intraOpNumThreads: threads,
		interOpNumThreads: 1,
		executionMode: "sequential",
		graphOptimizationLevel: "all",
		logSeverityLevel: 4,
	});
	return sessionOver(inner, ort.Tensor);
};

/** Nothing to configure: the library lies in its package. */
export const configureRuntime: typeof Configure = () => undefined;
