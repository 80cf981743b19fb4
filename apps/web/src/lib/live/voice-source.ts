import type { LiveResult } from "@undertone/recognize";
import { sentenceOf } from "../api-client.ts";
import { createDeviceSlot } from "./device-slot.ts";
import type { VoiceState } from "./live-state.ts";
import { openSound, type SoundInput } from "./open-sound.ts";
import { createSpeechClient, type SpeechClient } from "./speech-client.ts";

/** One owner for a microphone and the worker that hears it. */
export interface VoiceSource {
	readonly client: SpeechClient;
	/** Opens a microphone, in the place of an open one. */
	open(deviceId: string): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	close(): Promise<void>;
}

/** What a voice source works with. */
interface VoiceSourceOptions {
	/** Seconds of the session. */
	readonly now: () => number;
	readonly get: () => VoiceState;
	readonly patch: (part: Partial<VoiceState>) => void;
	readonly onResult: (result: LiveResult, at: number) => void;
	readonly onWave: (time: number, peaks: Float32Array) => void;
	readonly onGap: (seconds: number) => void;
}

/** Seconds without a sound after which the user is told, and the level that counts as one. */
const silentAfter = 3;
const soundFrom = 10 ** (-65 / 20);

/** A microphone that is not open yet, for who wants to hear. */
export function createVoiceSource({
	now,
	get,
	patch,
	onResult,
	onWave,
	onGap,
}: VoiceSourceOptions): VoiceSource {
	const slot = createDeviceSlot<SoundInput>();
	let chosen = "";
	let lastSound = 0;
	let wanted = false;
	const client = createSpeechClient({
		onResult: (result, at) => {
			patch({ result });
			onResult(result, at);
		},
		onWave: (time, peaks) => {
			if (peaks.some((value) => Math.abs(value) > soundFrom)) lastSound = time;
			const silent = time - lastSound > silentAfter;
			if (silent !== get().silent) patch({ silent });
			onWave(time, peaks);
		},
		onGap,
		onFailed: (problem) => patch({ problem, loading: false }),
	});
	client.ready.then(
		() => patch({ loading: false }),
		() => undefined,
	);
	const release = async (): Promise<void> => {
		client.rest();
		await slot.release();
	};
	const open = async (deviceId: string): Promise<void> => {
		client.rest();
		wanted = true;
		chosen = deviceId;
		patch({ device: "opening", problem: null, muted: false, silent: false });
		try {
			const opened = await slot.open(() =>
				openSound(deviceId, {
					onEnded: () => {
						patch({
							device: "lost",
							problem: "The microphone was disconnected. It goes on when it is back.",
							result: null,
						});
						void release();
					},
					onMuted: (muted) => patch({ muted }),
				}),
			);
			if (opened === null) return;
			lastSound = now();
			client.listen(opened, now());
			patch({ device: "on", muted: opened.muted, label: opened.label, settings: opened.settings });
		} catch (error) {
			patch({ device: "refused", problem: sentenceOf(error), result: null });
		}
	};
	const onDevices = (): void => {
		if (wanted && get().device === "lost") void open(chosen).then(() => reopenAny());
	};
	/** The device that went away may be gone for good: then any other. */
	const reopenAny = (): Promise<void> | undefined =>
		get().device === "refused" && chosen !== "" ? open("") : undefined;
	navigator.mediaDevices?.addEventListener("devicechange", onDevices);
	return {
		client,
		open,
		pause: async () => {
			wanted = false;
			await release();
			patch({ result: null, silent: false });
		},
		resume: () => open(chosen),
		close: async () => {
			wanted = false;
			navigator.mediaDevices?.removeEventListener("devicechange", onDevices);
			await release();
			client.close();
			patch({ device: "off", result: null });
		},
	};
}
