import type { OnnxTensor } from "./tensor.ts";

/** How a session runs. */
export interface SessionOptions {
	/** Threads within an operator; 1 by default, since small models are fastest so. */
	readonly threads?: number;
}

/** A model ready to run. */
export interface Session {
	readonly inputNames: readonly string[];
	readonly outputNames: readonly string[];
	/**
	 * Runs the graph once.
	 *
	 * @param inputs - A tensor for every name of `inputNames`.
	 * @param outputs - Which outputs to return; all by default.
	 */
	run(
		inputs: Readonly<Record<string, OnnxTensor>>,
		outputs?: readonly string[],
	): Promise<Record<string, OnnxTensor>>;
	/** Frees the memory; the session must not be run any more. */
	release(): Promise<void>;
}

/** Where a page finds the runtime's WebAssembly; without meaning in Node. */
export interface RuntimeConfiguration {
	/** Folder or URLs of onnxruntime-web's `.wasm` (and `.mjs`). */
	readonly wasmPaths?: string | { readonly wasm?: string; readonly mjs?: string };
	/** The `.wasm` itself. */
	readonly wasmBinary?: Uint8Array | ArrayBuffer;
}

/** Opens a session with onnxruntime-node in Node and onnxruntime-web (WebAssembly) in a page. */
export declare function openSession(bytes: Uint8Array, options: SessionOptions): Promise<Session>;

/** Sets where the runtime lies; to be called before the first session is created. */
export declare function configureRuntime(configuration: RuntimeConfiguration): void;
