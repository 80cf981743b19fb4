/** The worker of a live page that hears: resampling, voice activity, features, model; nothing leaves the device. */
import { createResampler } from "@undertone/dsp";
import { configureRuntime } from "@undertone/onnx";
import {
	createLiveSpeechRecognizer,
	createSpeechRecognizer,
	createVoiceActivity,
	emptyProfile,
	loadModel,
	parseProfile,
	profileRefusal,
	readVadModel,
	type SpeakerProfile,
	type SpeechModel,
	type VoiceActivity,
} from "@undertone/recognize";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { createChunkClock } from "./chunk-clock.ts";
import type { FromSpeechWorker, SoundChunk, ToSpeechWorker } from "./speech-messages.ts";
import { createWaveMeter } from "./wave-meter.ts";

configureRuntime({ wasmPaths: { wasm } });

/** Milliseconds without sound that count as a gap. */
const gapMs = 1500;

let profile: SpeakerProfile | null = null;
let enrolling: Float32Array[] | null = null;
let stream: { setProfile(next: SpeakerProfile | null): void; close(): void } | undefined;

function send(message: FromSpeechWorker, transfer: Transferable[] = []): void {
	postMessage(message, { transfer });
}

async function open(): Promise<{ model: SpeechModel; vad: VoiceActivity }> {
	const response = await fetch("/models/speech.onnx");
	if (!response.ok) throw new Error("The speech model could not be loaded. Ask whoever runs the server.");
	const model = await loadModel(new Uint8Array(await response.arrayBuffer()));
	const vad = await createVoiceActivity(await readVadModel());
	await warmUp(model, vad);
	const { name, labels, calibration } = model.metadata;
	send({ type: "ready", model: name, labels, threshold: calibration.threshold });
	return { model, vad };
}

/** The first runs are slow (compilation): they are done on a buzz, before anybody waits for them. */
async function warmUp(model: SpeechModel, vad: VoiceActivity): Promise<void> {
	const live = createLiveSpeechRecognizer({ model, vad, onResult: () => undefined });
	await live.push(new Float32Array(16_000));
	await live.close();
	const buzz = Float32Array.from(
		{ length: 40_000 },
		(_, i) => 0.3 * ((i % 130) / 65 - 1) + 0.02 * Math.random(),
	);
	for (let round = 0; round < 4; round++) {
		await model.predict(model.features.extract(buzz), model.frames?.extract(buzz));
	}
}

const opened = open();
opened.catch(fail);

function fail(error: unknown): void {
	send({ type: "failed", message: error instanceof Error ? error.message : String(error) });
}

function listen(
	{ model, vad }: Awaited<typeof opened>,
	{ port, sampleRate, offset }: Extract<ToSpeechWorker, { type: "listen" }>,
): NonNullable<typeof stream> {
	const clock = createChunkClock(sampleRate);
	const meter = createWaveMeter();
	let origin = offset;
	let resampler = createResampler({ from: sampleRate, to: 16_000 });
	const create = () =>
		createLiveSpeechRecognizer({
			model,
			vad,
			profile,
			// Results that are overtaken are left out before any sound is, and a gap empties the window.
			backlog: 3,
			onResult: ({ start, end, speech, ...said }) =>
				send({
					type: "result",
					at: clock.at(end),
					result: {
						...said,
						start: origin + start,
						end: origin + end,
						speech: speech === null ? null : { start: origin + speech.start, end: origin + speech.end },
					},
				}),
		});
	let live = create();
	const hear = ({ samples, at }: SoundChunk): void => {
		const gap = clock.add(samples.length, at);
		if (gap > gapMs) {
			// After a sleep nothing of before may be in a window: begun anew, where time is now.
			origin += clock.restart() + gap / 1000;
			clock.add(samples.length, at);
			live.close().catch(fail);
			live = create();
			resampler = createResampler({ from: sampleRate, to: 16_000 });
			meter.restart();
			send({ type: "gap", seconds: gap / 1000 });
		}
		const part = resampler.push(samples);
		enrolling?.push(part);
		meter.add(part);
		live.push(part).catch(fail);
	};
	// Chunks that wait are taken all at once, so that the recogniser sees the queue and can drop.
	const waiting: SoundChunk[] = [];
	const turn = new MessageChannel();
	turn.port1.onmessage = () => {
		for (const chunk of waiting.splice(0)) hear(chunk);
		const wave = meter.take();
		if (wave !== null)
			send({ type: "wave", time: origin + wave.time, peaks: wave.peaks }, [wave.peaks.buffer as ArrayBuffer]);
	};
	port.onmessage = ({ data }: MessageEvent<SoundChunk>) => {
		waiting.push(data);
		if (waiting.length === 1) turn.port2.postMessage(null);
	};
	return {
		setProfile: (next) => live.setProfile(next),
		close: () => {
			port.onmessage = null;
			port.close();
			turn.port1.close();
			live.close().catch(fail);
		},
	};
}

async function makeProfile({ model, vad }: Awaited<typeof opened>): Promise<void> {
	const parts = enrolling ?? [];
	enrolling = null;
	const signal = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		signal.set(part, at);
		at += part.length;
	}
	const made = await createSpeechRecognizer({ model, vad }).learn(emptyProfile(model, "neutral"), signal);
	const problem = profileRefusal(made);
	take(
		made,
		problem === null ? null : "Too little speech was heard for a profile. Read aloud, and try again.",
	);
}

/** Uses a profile where nothing speaks against it, and tells. */
function take(offered: SpeakerProfile, problem: string | null): void {
	profile = problem === null ? offered : null;
	stream?.setProfile(profile);
	send({ type: "profile", profile, problem });
}

/** Why a profile cannot be used with the model, or null. */
function refusalOf(offered: SpeakerProfile, model: SpeechModel): string | null {
	try {
		return profileRefusal(parseProfile(JSON.stringify(offered), model));
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

async function receive(message: ToSpeechWorker): Promise<void> {
	if (message.type === "enrol") {
		enrolling = [];
		return;
	}
	const parts = await opened;
	if (message.type === "listen") {
		stream?.close();
		stream = listen(parts, message);
	} else if (message.type === "rest") {
		stream?.close();
		stream = undefined;
	} else if (message.type === "profile") {
		take(message.profile, refusalOf(message.profile, parts.model));
	} else await makeProfile(parts);
}

/** In order: a message waits for the one before, and all for the model. */
let last: Promise<unknown> = Promise.resolve();
addEventListener("message", ({ data }: MessageEvent<ToSpeechWorker>) => {
	last = last.then(() => receive(data)).catch(fail);
});
