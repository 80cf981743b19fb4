import { useCallback, useEffect, useRef, useState } from "react";
import { sentenceOf } from "./api-client.ts";
import { type Microphone, openMicrophone } from "./microphone.ts";

/** Seconds without a sound after which the user is told. */
const silentAfter = 3;
const silentDb = -65;

/** A recorder as the page sees it. */
export interface Recorder {
	readonly state: "idle" | "opening" | "recording";
	readonly seconds: number;
	/** Peak of the last tenth of a second, dBFS. */
	readonly levelDb: number;
	readonly clipped: boolean;
	readonly silent: boolean;
	/** The device went away while recording. */
	readonly ended: boolean;
	readonly problem: string | null;
	readonly settings: MediaTrackSettings | null;
	start(deviceId: string): Promise<void>;
	/** The recording as a WAV file, or null where there was nothing. */
	stop(): Promise<File | null>;
}

const idle = {
	state: "idle",
	seconds: 0,
	levelDb: Number.NEGATIVE_INFINITY,
	clipped: false,
	silent: false,
	ended: false,
	problem: null,
	settings: null,
} as const;

/** One owner for the microphone's lifetime: it is given back when recording stops or the page is left. */
export function useRecorder(): Recorder {
	const [shown, setShown] = useState<Omit<Recorder, "start" | "stop">>(idle);
	const microphone = useRef<Microphone | null>(null);
	const chunks = useRef<Float32Array[]>([]);
	const state = useRef({ samples: 0, peak: 0, clippedRun: 0, clipped: false, lastSound: 0, ended: false });

	const release = useCallback(async () => {
		const open = microphone.current;
		microphone.current = null;
		await open?.close();
	}, []);
	useEffect(() => () => void release(), [release]);

	useEffect(() => {
		if (shown.state !== "recording") return;
		const timer = setInterval(() => {
			const { samples, peak, clipped, lastSound, ended } = state.current;
			const rate = microphone.current?.sampleRate ?? 48_000;
			state.current.peak = 0;
			const seconds = samples / rate;
			setShown((before) => ({
				...before,
				seconds,
				levelDb: 20 * Math.log10(peak),
				clipped,
				silent: seconds - lastSound / rate > silentAfter,
				ended,
			}));
		}, 100);
		return () => clearInterval(timer);
	}, [shown.state]);

	const onSamples = (samples: Float32Array): void => {
		chunks.current.push(samples);
		const now = state.current;
		now.samples += samples.length;
		for (const sample of samples) {
			const size = Math.abs(sample);
			if (size > now.peak) now.peak = size;
			now.clippedRun = size >= 0.999 ? now.clippedRun + 1 : 0;
			if (now.clippedRun >= 3) now.clipped = true;
		}
		if (20 * Math.log10(now.peak) > silentDb) now.lastSound = now.samples;
	};

	return {
		...shown,
		start: async (deviceId) => {
			setShown({ ...idle, state: "opening" });
			chunks.current = [];
			state.current = { samples: 0, peak: 0, clippedRun: 0, clipped: false, lastSound: 0, ended: false };
			try {
				const onEnded = (): void => {
					state.current.ended = true;
				};
				microphone.current = await openMicrophone(deviceId, { onSamples, onEnded });
				setShown({ ...idle, state: "recording", settings: microphone.current.settings });
			} catch (error) {
				setShown({ ...idle, problem: sentenceOf(error) });
			}
		},
		stop: async () => {
			const rate = microphone.current?.sampleRate ?? 48_000;
			await release();
			setShown((before) => ({ ...before, state: "idle" }));
			const { encodeWav } = await import("@undertone/audio");
			const signal = new Float32Array(state.current.samples);
			let at = 0;
			for (const chunk of chunks.current) {
				signal.set(chunk, at);
				at += chunk.length;
			}
			chunks.current = [];
			if (signal.length === 0) {
				setShown({ ...idle, problem: "Nothing was recorded. Try again." });
				return null;
			}
			const name = `Recording ${new Date().toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}.wav`;
			return new File([encodeWav(signal, rate).slice()], name, { type: "audio/wav" });
		},
	};
}
