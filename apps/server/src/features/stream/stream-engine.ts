import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { StreamEvent, StreamStart } from "@undertone/api";
import { ApiError } from "../../http/api-error.ts";
import type { FromWorker, ToWorker } from "./stream-messages.ts";

/** Hears streams in a thread of its own, which starts with the first stream. */
export interface StreamEngine {
	/** @throws {ApiError} `no-model`. */
	open(
		options: Pick<StreamStart, "conditions" | "profile">,
		onEvent: (event: StreamEvent) => void,
	): OpenStream;
	close(): Promise<void>;
}

/** One running stream. */
export interface OpenStream {
	/** Mono at 16 kHz. */
	push(samples: Int16Array): void;
	/** A whole sound file; with it, the stream is no longer than `maxDuration` seconds. */
	pushFile(bytes: Uint8Array, maxDuration: number): void;
	/** What is left is heard; `end` is the last event. */
	close(): void;
}

/** @param model - Path of the model file. */
export function createStreamEngine(model: string): StreamEngine {
	const listeners = new Map<number, (event: StreamEvent) => void>();
	let worker: Worker | undefined;
	let next = 0;
	const failAll = (error: unknown): void => {
		worker = undefined;
		const message = error instanceof Error ? error.message : String(error);
		for (const tell of listeners.values()) tell({ type: "error", code: "internal", message });
		listeners.clear();
	};
	const start = (): Worker => {
		const started = new Worker(new URL("./stream-worker.ts", import.meta.url), { workerData: { model } });
		started.on("message", ({ id, event }: FromWorker) => {
			const tell = listeners.get(id);
			if (event.type === "end" || event.type === "error") listeners.delete(id);
			tell?.(event);
		});
		started.on("error", failAll);
		return started;
	};
	return {
		open: ({ conditions = [], profile }, onEvent) => {
			if (!existsSync(model)) throw new ApiError("no-model");
			worker ??= start();
			const current = worker;
			const id = next++;
			listeners.set(id, onEvent);
			const send = (message: ToWorker): void => current.postMessage(message);
			send({ id, type: "open", conditions, profile });
			return {
				push: (samples) => send({ id, type: "samples", samples }),
				pushFile: (bytes, maxDuration) => send({ id, type: "file", bytes, maxDuration }),
				close: () => send({ id, type: "close" }),
			};
		},
		close: async () => {
			await worker?.terminate();
		},
	};
}
