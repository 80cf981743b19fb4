/** A worker thread that decodes and analyses one file after another with the installed model. */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { decodeToMono } from "@undertone/audio";
import { createFfmpegFallback } from "@undertone/audio/ffmpeg";
import {
	createSpeechRecognizer,
	loadModel,
	parseProfile,
	type SpeakerProfile,
	type SpeechRecognizer,
} from "@undertone/recognize";
import type { Analyzed, WorkerAnswer, WorkerQuestion, WorkerSettings } from "./analyzer.ts";
import { outline } from "./outline.ts";

const { model, maxDuration, ffmpeg } = workerData as WorkerSettings;
let recognizer: Promise<SpeechRecognizer> | undefined;

async function openRecognizer(): Promise<SpeechRecognizer> {
	return createSpeechRecognizer({ model: await loadModel(await readFile(model)) });
}

async function analyze({ path, name, sha256, profile }: WorkerQuestion): Promise<Analyzed> {
	const bytes = new Uint8Array(await readFile(path));
	const fallback = ffmpeg === undefined ? {} : { fallback: createFfmpegFallback({ command: ffmpeg }) };
	const { signal, source } = await decodeToMono(bytes, { name, maxDuration, ...fallback });
	recognizer ??= openRecognizer();
	const opened = await recognizer;
	const result = await opened.analyze(signal, {
		recording: { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare },
		...(profile === undefined ? {} : { profile: readProfile(profile, opened) }),
	});
	const { format, level, ...facts } = source;
	const file = { name, size: bytes.length, sha256, ...facts, ...format, level };
	// Through JSON, as everybody else gets it: −Infinity dB (digital silence) becomes null.
	return JSON.parse(JSON.stringify({ file, result, peaks: outline(signal, 1000) })) as Analyzed;
}

/** A profile that does not fit is the sender's mistake, not the model's. */
function readProfile(json: string, { model: opened }: SpeechRecognizer): SpeakerProfile {
	try {
		return parseProfile(json, opened);
	} catch (error) {
		throw Object.assign(new Error(error instanceof Error ? `profile: ${error.message}` : ""), {
			code: "invalid-request",
		});
	}
}

parentPort?.on("message", async (question: WorkerQuestion) => {
	let answer: WorkerAnswer;
	try {
		answer = { done: await analyze(question) };
	} catch (error) {
		answer = {
			code: (error as { code?: string }).code ?? "internal",
			message: error instanceof Error ? error.message : String(error),
		};
	}
	parentPort?.postMessage(answer);
});
