import type {
	configureRuntime as Configure,
	openSession as Open,
	RuntimeConfiguration,
	Session,
} from "./runtime.ts";
import { sessionOver } from "./session-over.ts";

let configuration: RuntimeConfiguration = {};

/** See runtime.ts. */
export const configureRuntime: typeof Configure = (given) => {
	configuration = given;
};

/** See runtime.ts. */
export const openSession: typeof Open = async (bytes, { threads = 1 }): Promise<Session> => {
	const ort = await import("onnxruntime-web/wasm");
	const { wasmPaths, wasmBinary } = configuration;
	if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
	if (wasmBinary !== undefined) ort.env.wasm.wasmBinary = wasmBinary as ArrayBuffer;
	// More than one thread needs SharedArrayBuffer, which only isolated pages have.
	ort.env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
	ort.env.logLevel = "fatal";
	const inner = await ort.InferenceSession.create(bytes, {
		executionProviders: ["wasm"],
		graphOptimizationLevel: "all",
		logSeverityLevel: 4,
	});
	return sessionOver(inner, ort.Tensor);
};
