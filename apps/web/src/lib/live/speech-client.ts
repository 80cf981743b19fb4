import type { LiveResult, SpeakerProfile } from "@undertone/recognize";
import type { SoundInput } from "./open-sound.ts";
import type { FromSpeechWorker, ToSpeechWorker } from "./speech-messages.ts";

/** The model that hears. */
type SpeechReady = Omit<Extract<FromSpeechWorker, { type: "ready" }>, "type">;

/** The profile that counts from now on, or why there is none. */
type ProfileInUse = Omit<Extract<FromSpeechWorker, { type: "profile" }>, "type">;

/** What a worker that hears tells. */
export interface SpeechEvents {
	/** Times in seconds of the session; `at` in milliseconds since 1970, when the window's last sample was there. */
	readonly onResult: (result: LiveResult, at: number) => void;
	readonly onWave: (time: number, peaks: Float32Array) => void;
	/** No sound came for so many seconds: the computer slept. */
	readonly onGap: (seconds: number) => void;
	/** It cannot go on. */
	readonly onFailed: (message: string) => void;
}

/** A worker that hears, with one owner; `close` ends it. */
export interface SpeechClient {
	readonly ready: Promise<SpeechReady>;
	/** Hears a microphone from now on, `offset` seconds into the session. */
	listen(input: SoundInput, offset: number): void;
	rest(): void;
	/** Sees the voice against this profile from now on; answers why not, where it cannot be used. */
	setProfile(profile: SpeakerProfile): Promise<ProfileInUse>;
	/** Collects speech for a profile until {@link SpeechClient.enrolled}. */
	enrol(): void;
	enrolled(): Promise<ProfileInUse>;
	close(): void;
}

/** Starts a worker that hears. */
export function createSpeechClient({ onResult, onWave, onGap, onFailed }: SpeechEvents): SpeechClient {
	const worker = new Worker(new URL("./speech-worker.ts", import.meta.url), { type: "module" });
	let onReady: (ready: SpeechReady) => void = () => undefined;
	let onBroken: (error: Error) => void = () => undefined;
	let onProfile: (used: ProfileInUse) => void = () => undefined;
	const ready = new Promise<SpeechReady>((resolve, reject) => {
		onReady = resolve;
		onBroken = reject;
	});
	ready.catch(() => undefined);
	const askForProfile = (message: ToSpeechWorker): Promise<ProfileInUse> =>
		new Promise((resolve) => {
			onProfile = resolve;
			send(message);
		});
	const send = (message: ToSpeechWorker, transfer: Transferable[] = []): void =>
		worker.postMessage(message, transfer);
	const fail = (message: string): void => {
		onBroken(new Error(message));
		onProfile({ profile: null, problem: message });
		onFailed(message);
	};
	worker.onerror = (event) =>
		fail(`The voice cannot be analysed: ${event.message || "the worker could not start"}. Reload the page.`);
	worker.onmessage = ({ data }: MessageEvent<FromSpeechWorker>) => {
		if (data.type === "result") onResult(data.result, data.at);
		else if (data.type === "wave") onWave(data.time, data.peaks);
		else if (data.type === "gap") onGap(data.seconds);
		else if (data.type === "ready") onReady(data);
		else if (data.type === "profile") onProfile(data);
		else fail(data.message);
	};
	return {
		ready,
		listen: ({ port, sampleRate }, offset) => send({ type: "listen", port, sampleRate, offset }, [port]),
		rest: () => send({ type: "rest" }),
		setProfile: (profile) => askForProfile({ type: "profile", profile }),
		enrol: () => send({ type: "enrol" }),
		enrolled: () => askForProfile({ type: "enrolled" }),
		close: () => worker.terminate(),
	};
}
