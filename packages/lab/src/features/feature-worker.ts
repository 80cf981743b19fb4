/** A worker thread that extracts the features of one clip after another, until it is sent `null`. */
import { parentPort } from "node:worker_threads";
import { UndertoneError } from "@undertone/core";
import { type ClipTask, extractClip } from "./extract-clip.ts";

parentPort?.on("message", async (asked: { readonly id: number; readonly task: ClipTask } | null) => {
	if (asked === null) {
		parentPort?.close();
		return;
	}
	const { id, task } = asked;
	try {
		const { audioHash, values } = await extractClip(task);
		parentPort?.postMessage({ id, audioHash, values }, [values.buffer as ArrayBuffer]);
	} catch (error) {
		const code = error instanceof UndertoneError ? error.code : "file-unreadable";
		parentPort?.postMessage({
			id,
			error: { code, message: error instanceof Error ? error.message : String(error) },
		});
	}
});
