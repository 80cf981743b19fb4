/** The worker of a page that decodes and analyses one recording after another; nothing leaves the device. */
import { decodeToMono } from "@undertone/audio";
import { UndertoneError } from "@undertone/core";
import { configureRuntime } from "@undertone/onnx";
import { createSpeechRecognizer, loadModel, type SpeechRecognizer } from "@undertone/recognize";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { WorkerAnswer, WorkerRequest } from "./analysis-messages.ts";
import { peaksOf } from "./peaks.ts";

configureRuntime({ wasmPaths: { wasm } });

let recognizer: Promise<SpeechRecognizer> | undefined;

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

async function analyze({ id, name, bytes, maxDuration, facts }: WorkerRequest): Promise<void> {
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	send({ id, progress: 0.05 });
	const { signal, source } = await decodeToMono(new Uint8Array(bytes), { name, maxDuration });
	send({ id, progress: 0.2 });
	recognizer ??= openRecognizer();
	recognizer.catch(() => {
		recognizer = undefined;
	});
	const opened = await recognizer;
	send({ id, progress: 0.35 });
	const result = await opened.analyze(signal, {
		recording: { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare },
		onProgress: (share) => send({ id, progress: 0.35 + 0.65 * share }),
	});
	const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
	const { level } = source;
	send(
		{
			id,
			done: {
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
			},
		},
		[signal.buffer as ArrayBuffer],
	);
}

addEventListener("message", async ({ data }: MessageEvent<WorkerRequest>) => {
	try {
		await analyze(data);
	} catch (error) {
		const code = error instanceof UndertoneError ? error.code : "internal";
		send({ id: data.id, failed: { code, message: error instanceof Error ? error.message : String(error) } });
	}
});
