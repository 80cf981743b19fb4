/** A thread that hears all running streams with one model. */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { decodeAudio, toMono } from "@undertone/audio";
import { createResampler } from "@undertone/dsp";
import {
	createLiveSpeechRecognizer,
	createVoiceActivity,
	type LiveSpeechRecognizer,
	loadModel,
	parseProfile,
	readVadModel,
} from "@undertone/recognize";
import type { FromWorker, ToWorker } from "./stream-messages.ts";

interface Stream {
	readonly live: LiveSpeechRecognizer;
	/** Brings files to 16 kHz without a seam, for as long as their rate stays the same. */
	resampler: { readonly rate: number; readonly push: (samples: Float32Array) => Float32Array } | null;
	/** Samples that came, and of these the ones that were heard. */
	came: number;
	heard: number;
	/** What was asked of this stream is done in order. */
	tail: Promise<void>;
}

const { model: path } = workerData as { model: string };
const opened = open();
const streams = new Map<number, Promise<Stream>>();

/** Seconds of sound that may wait for this thread. */
const mostWaiting = 30;

async function open() {
	const [model, vad] = [
		await loadModel(await readFile(path)),
		await createVoiceActivity(await readVadModel()),
	];
	return { model, vad };
}

function send(message: FromWorker): void {
	parentPort?.postMessage(message);
}

async function openStream({ id, conditions, profile }: Extract<ToWorker, { type: "open" }>): Promise<Stream> {
	const { model, vad } = await opened;
	const live = createLiveSpeechRecognizer({
		model,
		vad,
		conditions,
		profile: profile === undefined ? null : parseProfile(profile, model),
		onResult: ({ speech: _, trust: __, ...result }) => {
			send({ id, event: { type: "window", ...result, reasons: [...result.reasons] } });
		},
		onEvent: ({ condition, score, since, time }) => {
			send({ id, event: { type: "condition", label: condition.label, score, since, time } });
		},
	});
	send({ id, event: { type: "ready", model: model.metadata.name } });
	return { live, resampler: null, came: 0, heard: 0, tail: Promise.resolve() };
}

async function receive(message: ToWorker): Promise<void> {
	const { id } = message;
	if (message.type === "open") {
		const opening = openStream(message);
		streams.set(id, opening);
		await opening;
		return;
	}
	const stream = await streams.get(id);
	if (stream === undefined) return;
	if (message.type === "samples") {
		const samples = Float32Array.from(message.samples, (value) => value / 32_768);
		count(stream, samples.length);
		stream.tail = stream.tail.then(() => hear(stream, samples));
		await stream.tail;
		return;
	}
	if (message.type === "file") {
		stream.tail = stream.tail.then(async () => {
			const samples = await samplesOf(stream, message.bytes);
			count(stream, samples.length);
			if (stream.came > message.maxDuration * 16_000) {
				throw Object.assign(new Error("The stream is longer than this server takes."), {
					code: "audio-too-long",
				});
			}
			await hear(stream, samples);
		});
		await stream.tail;
		return;
	}
	streams.delete(id);
	await stream.tail;
	await stream.live.close();
	send({ id, event: { type: "end", duration: stream.heard / 16_000 } });
}

async function hear(stream: Stream, samples: Float32Array): Promise<void> {
	await stream.live.push(samples);
	stream.heard += samples.length;
}

/** @throws An error with the code `stream-too-fast` where too much waits. */
function count(stream: Stream, samples: number): void {
	stream.came += samples;
	if (stream.came - stream.heard > mostWaiting * 16_000) {
		throw Object.assign(new Error("The sound comes faster than this server can hear it."), {
			code: "stream-too-fast",
		});
	}
}

/** A sound file's samples, mono at 16 kHz, as a continuation of those before it. */
async function samplesOf(stream: Stream, bytes: Uint8Array): Promise<Float32Array> {
	const clip = await decodeAudio(bytes, { name: "a chunk of the stream" });
	const mono = toMono(clip);
	if (stream.resampler?.rate !== clip.sampleRate) {
		const { push } = createResampler({ from: clip.sampleRate, to: 16_000 });
		stream.resampler = { rate: clip.sampleRate, push };
	}
	return stream.resampler.push(mono);
}

parentPort?.on("message", (message: ToWorker) => {
	receive(message).catch((error: unknown) => {
		if (!streams.delete(message.id)) return;
		const given = (error as { code?: string }).code;
		const code = given ?? (message.type === "open" ? "invalid-request" : "internal");
		const text = error instanceof Error ? error.message : String(error);
		send({ id: message.id, event: { type: "error", code, message: text } });
	});
});
