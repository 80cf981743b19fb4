/**
 * A worker thread that holds one session: it opens the model that it is started with and runs it for every message;
 * the message `null` ends the thread.
 */
import { parentPort, workerData } from "node:worker_threads";
import { createSession, type OnnxTensor } from "@undertone/onnx";

/** What is asked of the thread. */
export interface RunRequest {
	readonly inputs: Readonly<Record<string, OnnxTensor>>;
	readonly outputs?: readonly string[] | undefined;
}

/** What it says, at first and after every request. */
export type SessionAnswer =
	| { readonly inputNames: readonly string[]; readonly outputNames: readonly string[] }
	| { readonly tensors: Record<string, OnnxTensor> }
	| { readonly error: string };

const port = parentPort;
const say = (answer: SessionAnswer): void => port?.postMessage(answer);

try {
	const session = await createSession(workerData as Uint8Array);
	port?.on("message", async (request: RunRequest | null) => {
		if (request === null) {
			await session.release();
			port.close();
			return;
		}
		try {
			say({ tensors: await session.run(request.inputs, request.outputs) });
		} catch (error) {
			say(failure(error));
		}
	});
	say({ inputNames: session.inputNames, outputNames: session.outputNames });
} catch (error) {
	say(failure(error));
}

function failure(error: unknown): SessionAnswer {
	return { error: error instanceof Error ? error.message : String(error) };
}
