/** The worker of a page that decodes, analyses and learns from one recording after another; nothing leaves the device. */
import { decodeToMono } from "@undertone/audio";
import { UndertoneError } from "@undertone/core";
import { configureRuntime } from "@undertone/onnx";
import {
	createSpeechRecognizer,
	emptyProfile,
	loadModel,
	parseProfile,
	type SpeakerProfile,
	type SpeechRecognizer,
} from "@undertone/recognize";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { PageAnalysis, WorkerAnswer, WorkerRequest } from "./analysis-messages.ts";
import { peaksOf } from "./peaks.ts";

configureRuntime({ wasmPaths: { wasm } });

let recognizer: Promise<SpeechRecognizer> | undefined;

function getRecognizer(): Promise<SpeechRecognizer> {
	recognizer ??= openRecognizer();
	recognizer.catch(() => {
		recognizer = undefined;
	});
	return recognizer;
}

async function openRecognizer(): Promise<SpeechRecognizer> {
	const response = await fetch("/models/speech.onnx");
	if (!response.ok) {
		throw new UndertoneError(
			"file-not-found",
			"The model could not be loaded. Reload the page, or ask whoever runs the server.",
		);
	}
	return createSpeechRecognizer({ model: await loadModel(new Uint8Array(await response.arrayBuffer())) });
}

function send(answer: WorkerAnswer, transfer: Transferable[] = []): void {
	postMessage(answer, { transfer });
}

type Task<K extends WorkerRequest["task"]> = Extract<WorkerRequest, { task: K }>;

async function analyze({
	id,
	name,
	bytes,
	maxDuration,
	facts,
	profile,
}: Task<"analyze">): Promise<PageAnalysis> {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	send({ id, progress: 0.05 });
	const { signal, source } = await decodeToMono(new Uint8Array(bytes), { name, maxDuration });
	send({ id, progress: 0.2 });
	const opened = await getRecognizer();
	send({ id, progress: 0.35 });
	const result = await opened.analyze(signal, {
		recording: { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare },
		profile: profile === null ? null : parseProfile(profile, opened.model),
		onProgress: (share) => send({ id, progress: 0.35 + 0.65 * share }),
	});
	const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
	const { level } = source;
	return {
		result,
		peaks: peaksOf(signal),
		signal,
		file: {
			name,
			size: facts?.size ?? bytes.byteLength,
			sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
			sampleRate: source.sampleRate,
			channels: source.channels,
			container: facts?.container ?? source.format.container,
			codec: facts?.codec ?? source.format.codec,
			bitsPerSample: facts === undefined ? source.format.bitsPerSample : null,
			duration: source.duration,
			level: {
				...level,
				peakDb: finite(level.peakDb),
				rmsDb: finite(level.rmsDb),
				noiseFloorDb: finite(level.noiseFloorDb),
			},
			warnings: [...source.warnings, ...(facts?.warnings ?? [])].map(({ code, message }) => ({
				code,
				message,
			})),
		},
	};
}

async function learn({ id, name, bytes, maxDuration, profile }: Task<"learn">): Promise<SpeakerProfile> {
	const { signal } = await decodeToMono(new Uint8Array(bytes), { name, maxDuration });
	send({ id, progress: 0.3 });
	const opened = await getRecognizer();
	// What the browser kept may be of an older format, or of the model before this one.
	const before =
		typeof profile === "string"
			? emptyProfile(opened.model, profile)
			: parseProfile(JSON.stringify(profile), opened.model);
	const after = await opened.learn(before, signal);
	if (after.clips === before.clips) {
		throw new UndertoneError("audio-empty", `No speech was heard in "${name}".`);
	}
	return after;
}

async function answer(request: WorkerRequest): Promise<void> {
	const { id } = request;
	if (request.task === "analyze") {
		const done = await analyze(request);
		send({ id, done }, [done.signal.buffer as ArrayBuffer]);
	} else if (request.task === "learn") send({ id, done: await learn(request) });
	else send({ id, done: parseProfile(request.profile, (await getRecognizer()).model) });
}

addEventListener("message", async ({ data }: MessageEvent<WorkerRequest>) => {
	try {
		await answer(data);
	} catch (error) {
		const code = error instanceof UndertoneError ? error.code : "internal";
		send({ id: data.id, failed: { code, message: error instanceof Error ? error.message : String(error) } });
	}
});
