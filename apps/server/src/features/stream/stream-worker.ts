/** A thread that hears all running streams with one model. */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
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
		onResult: ({ speech: _, ...result }) => {
			send({ id, event: { type: "window", ...result, reasons: [...result.reasons] } });
		},
		onEvent: ({ condition, score, since, time }) => {
			send({ id, event: { type: "condition", label: condition.label, score, since, time } });
		},
	});
	send({ id, event: { type: "ready", model: model.metadata.name } });
	return { live, came: 0, heard: 0, tail: Promise.resolve() };
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
		const { samples } = message;
		stream.came += samples.length;
		if (stream.came - stream.heard > mostWaiting * 16_000) {
			throw Object.assign(new Error("The sound comes faster than this server can hear it."), {
				code: "stream-too-fast",
			});
		}
		stream.tail = stream.tail.then(async () => {
			await stream.live.push(Float32Array.from(samples, (value) => value / 32_768));
			stream.heard += samples.length;
		});
		await stream.tail;
		return;
	}
	streams.delete(id);
	await stream.tail;
	await stream.live.close();
	send({ id, event: { type: "end", duration: stream.heard / 16_000 } });
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
