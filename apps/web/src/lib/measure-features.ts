import { decodeByBrowser } from "./decode-by-browser.ts";
import type { FeatureAnswer, FeatureRequest, Tracks } from "./feature-messages.ts";

/** A request without its number. */
type Question = FeatureRequest extends infer R ? (R extends unknown ? Omit<R, "id"> : never) : never;

let worker: Worker | undefined;
let count = 0;

class FeatureFailure extends Error {
	readonly code: string;

	constructor(code: string, message: string) {
		super(message);
		this.code = code;
	}
}

/**
 * Measures everything of a recording that is drawn over time, in a worker of the page.
 *
 * @param recording - A file, or mono samples at 16 kHz.
 * @throws {Error} With a sentence for the user.
 */
export async function measureTracks(recording: File | Float32Array): Promise<Tracks> {
	if (recording instanceof Float32Array) return tracksOf(await ask({ open: { signal: recording } }));
	const { name } = recording;
	try {
		return tracksOf(await ask({ open: { name, bytes: await recording.arrayBuffer() } }));
	} catch (error) {
		if (!(error instanceof FeatureFailure && error.code === "audio-unknown-format")) throw error;
		const { bytes } = await decodeByBrowser(recording, 3600, error);
		return tracksOf(await ask({ open: { name, bytes } }));
	}
}

/**
 * The numbers of a feature set, of the recording measured last.
 *
 * @returns In the set's order; NaN where one is undefined.
 */
export async function measureSet(id: string): Promise<Float32Array> {
	const answer = await ask({ set: id });
	return "values" in answer ? answer.values : new Float32Array(0);
}

function tracksOf(answer: FeatureAnswer): Tracks {
	if ("tracks" in answer) return answer.tracks;
	throw new Error("The measurement gave no tracks. Reload the page.");
}

function ask(question: Question): Promise<FeatureAnswer> {
	worker ??= new Worker(new URL("./feature-worker.ts", import.meta.url), { type: "module" });
	const current = worker;
	const id = ++count;
	return new Promise((resolve, reject) => {
		const done = (): void => {
			current.removeEventListener("message", onMessage);
			current.removeEventListener("error", onError);
		};
		const onMessage = ({ data }: MessageEvent<FeatureAnswer>): void => {
			if (data.id !== id) return;
			done();
			if ("failed" in data) reject(new FeatureFailure(data.failed.code, data.failed.message));
			else resolve(data);
		};
		const onError = (event: ErrorEvent): void => {
			done();
			worker = undefined;
			reject(
				new Error(
					`The measurement stopped: ${event.message || "the worker could not start"}. Reload the page.`,
				),
			);
		};
		current.addEventListener("message", onMessage);
		current.addEventListener("error", onError);
		current.postMessage({ ...question, id });
	});
}
