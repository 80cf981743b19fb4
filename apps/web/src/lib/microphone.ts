/** A microphone that is listening; `close` gives it back. */
export interface Microphone {
	readonly sampleRate: number;
	/** What the browser really does with the sound, read back from the device. */
	readonly settings: MediaTrackSettings;
	close(): Promise<void>;
}

/** What a microphone tells while it listens. */
interface MicrophoneEvents {
	readonly onSamples: (samples: Float32Array) => void;
	/** It was unplugged or taken away. */
	readonly onEnded: () => void;
}

/**
 * Opens a microphone with the browser's echo cancellation, noise suppression and gain control asked off: they
 * change the voice.
 *
 * @throws {Error} With a sentence: refused, missing, in use, or a page that is not secure.
 */
export async function openMicrophone(
	deviceId: string | undefined,
	events: MicrophoneEvents,
): Promise<Microphone> {
	if (navigator.mediaDevices === undefined) {
		throw new Error("A microphone needs a secure page: open the studio on this computer, or by HTTPS.");
	}
	const stream = await navigator.mediaDevices
		.getUserMedia({
			audio: {
				echoCancellation: false,
				noiseSuppression: false,
				autoGainControl: false,
				...(deviceId === undefined || deviceId === "" ? {} : { deviceId: { exact: deviceId } }),
			},
		})
		.catch((error: unknown) => {
			throw new Error(refusal(error));
		});
	const context = new AudioContext();
	await context.audioWorklet.addModule("/capture-worklet.js");
	const node = new AudioWorkletNode(context, "capture", { numberOfOutputs: 0 });
	node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => events.onSamples(data);
	context.createMediaStreamSource(stream).connect(node);
	await context.resume();
	const [track] = stream.getAudioTracks();
	track?.addEventListener("ended", events.onEnded);
	return {
		sampleRate: context.sampleRate,
		settings: track?.getSettings() ?? {},
		close: async () => {
			track?.removeEventListener("ended", events.onEnded);
			for (const each of stream.getTracks()) each.stop();
			node.port.onmessage = null;
			await context.close();
		},
	};
}

function refusal(error: unknown): string {
	const name = error instanceof DOMException ? error.name : "";
	if (name === "NotAllowedError")
		return "The microphone was refused. Allow it in the browser's address bar, then try again.";
	if (name === "NotFoundError" || name === "OverconstrainedError")
		return "No such microphone was found. Connect one, or choose another.";
	if (name === "NotReadableError") return "The microphone is in use by another program.";
	return `The microphone could not be opened: ${error instanceof Error ? error.message : String(error)}`;
}

/** The microphones there are; names are known only once one was allowed. */
export async function listMicrophones(): Promise<MediaDeviceInfo[]> {
	if (navigator.mediaDevices === undefined) return [];
	const devices = await navigator.mediaDevices.enumerateDevices();
	return devices.filter((device) => device.kind === "audioinput");
}
