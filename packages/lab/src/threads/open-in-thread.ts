import { Worker } from "node:worker_threads";
import type { OnnxTensor, Session } from "@undertone/onnx";
import { endWorkers } from "./end-workers.ts";
import type { RunRequest, SessionAnswer } from "./session-worker.ts";

/**
 * Opens a model in a thread of its own: several such sessions run at the same time, where those of one thread wait for
 * each other. Tensors are copied on their way.
 *
 * @throws {Error} What `createSession` says of the model.
 */
export async function openInThread(bytes: Uint8Array): Promise<Session> {
	const worker = new Worker(new URL("./session-worker.ts", import.meta.url), { workerData: bytes });
	const opened = await nextAnswer(worker);
	if (!("inputNames" in opened)) {
		await endWorkers([worker]);
		throw new Error("error" in opened ? opened.error : "The session's thread did not say what it opened.");
	}
	let last: Promise<unknown> = Promise.resolve();
	const ask = async (request: RunRequest): Promise<Record<string, OnnxTensor>> => {
		worker.postMessage(request);
		const answer = await nextAnswer(worker);
		if ("tensors" in answer) return answer.tensors;
		throw new Error("error" in answer ? answer.error : "The session's thread gave no tensors.");
	};
	return {
		inputNames: opened.inputNames,
		outputNames: opened.outputNames,
		run: (inputs, outputs) => {
			const own = Object.entries(inputs).map(([name, tensor]) => [name, copied(tensor)] as const);
			const request = { inputs: Object.fromEntries(own), outputs };
			// One after the other: an answer belongs to the request before it.
			const answer = last.then(() => ask(request));
			last = answer.catch(() => undefined);
			return answer;
		},
		release: () => endWorkers([worker]),
	};
}

/** A message takes a whole buffer along, of which a tensor may be a part. */
function copied({ type, dims, data }: OnnxTensor): OnnxTensor {
	return { type, dims, data: data.slice() };
}

function nextAnswer(worker: Worker): Promise<SessionAnswer> {
	return new Promise((resolve, reject) => {
		const done = (): void => {
			worker.off("message", onMessage);
			worker.off("error", onError);
			worker.off("exit", onExit);
		};
		const onMessage = (answer: SessionAnswer): void => {
			done();
			resolve(answer);
		};
		const onError = (error: unknown): void => {
			done();
			reject(error);
		};
		const onExit = (): void => {
			done();
			reject(new Error("The session's thread ended."));
		};
		worker.on("message", onMessage);
		worker.on("error", onError);
		worker.on("exit", onExit);
	});
}
