import { openDevice } from "./device-refusal.ts";

/** A microphone whose sound goes through an AudioWorklet into a port; `close` gives it back. */
export interface SoundInput {
	/** Hz. */
	readonly sampleRate: number;
	/** What the browser really does with the sound, read back from the device. */
	readonly settings: MediaTrackSettings;
	readonly label: string;
	readonly muted: boolean;
	/** Chunks of sound come out of it; to be handed to a worker. */
	readonly port: MessagePort;
	close(): Promise<void>;
}

/** What a microphone tells. */
interface SoundEvents {
	/** It was unplugged or taken away. */
	readonly onEnded: () => void;
	readonly onMuted: (muted: boolean) => void;
}

/** Milliseconds between two looks at whether the sound still runs. */
const wakeEveryMs = 2000;
/** Looks without any sound, while it runs, after which the microphone is connected anew. */
const mostUnheard = 2;

/**
 * Opens a microphone with the browser's echo cancellation, noise suppression and gain control asked off: they change
 * the voice.
 *
 * @throws {Error} With a sentence for the user.
 */
export async function openSound(deviceId: string, { onEnded, onMuted }: SoundEvents): Promise<SoundInput> {
	const stream = await openDevice(
		{
			audio: {
				echoCancellation: false,
				noiseSuppression: false,
				autoGainControl: false,
				...(deviceId === "" ? {} : { deviceId: { exact: deviceId } }),
			},
		},
		"microphone",
	);
	const context = new AudioContext({ latencyHint: "interactive" });
	await context.audioWorklet.addModule("/live-worklet.js");
	const node = new AudioWorkletNode(context, "live", { numberOfOutputs: 0 });
	const { port1, port2 } = new MessageChannel();
	node.port.postMessage(port1, [port1]);
	let source = context.createMediaStreamSource(stream);
	source.connect(node);
	let hasHeard = false;
	node.port.onmessage = () => {
		hasHeard = true;
	};
	// A call, a sleep or another page may suspend the sound: it goes on as soon as it may.
	const wake = (): void => {
		if (context.state !== "running" && context.state !== "closed") context.resume().catch(() => undefined);
	};
	context.addEventListener("statechange", wake);
	document.addEventListener("visibilitychange", wake);
	// Not every suspension ends with an event, and a refused call must be made again. After one the microphone may stay
	// unheard although all says that it runs: it is then connected anew.
	let unheard = 0;
	const watch = setInterval(() => {
		wake();
		unheard = hasHeard || context.state !== "running" ? 0 : unheard + 1;
		hasHeard = false;
		if (unheard < mostUnheard) return;
		unheard = 0;
		source.disconnect();
		source = context.createMediaStreamSource(stream);
		source.connect(node);
	}, wakeEveryMs);
	await context.resume();
	const [track] = stream.getAudioTracks();
	const mute = (): void => onMuted(true);
	const unmute = (): void => onMuted(false);
	track?.addEventListener("ended", onEnded);
	track?.addEventListener("mute", mute);
	track?.addEventListener("unmute", unmute);
	return {
		sampleRate: context.sampleRate,
		settings: track?.getSettings() ?? {},
		label: track?.label ?? "",
		muted: track?.muted ?? false,
		port: port2,
		close: async () => {
			track?.removeEventListener("ended", onEnded);
			track?.removeEventListener("mute", mute);
			track?.removeEventListener("unmute", unmute);
			context.removeEventListener("statechange", wake);
			document.removeEventListener("visibilitychange", wake);
			clearInterval(watch);
			for (const each of stream.getTracks()) each.stop();
			await context.close();
		},
	};
}

/** What the browser does to the sound, read back: it may not do what was asked. */
export function processingWords({
	echoCancellation,
	noiseSuppression,
	autoGainControl,
}: MediaTrackSettings): string {
	const on = [
		echoCancellation === true ? "echo cancellation" : "",
		noiseSuppression === true ? "noise suppression" : "",
		autoGainControl === true ? "automatic gain" : "",
	].filter((word) => word !== "");
	if (on.length === 0) return "The browser leaves the sound as it is.";
	return `The browser changes the sound (${on.join(", ")}) although it was asked not to: results may be less exact.`;
}
