/**
 * Whether an hour leaks: an hour of speech through the live recogniser and its timeline, faster than it is spoken, and
 * 5,000 frames through the face recogniser. Run: `npm run bench -- live-memory`; MINUTES=10 hears less. Prints
 * and stores (bench/live-memory.json) what the heap and all memory outside it hold after garbage collection, and fails
 * if an hour adds more than 8 MB after its first minutes.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { decodeToMono } from "@undertone/audio";
import { drawFaces } from "@undertone/face/testing";
import {
	createFaceRecognizer,
	createLiveSpeechRecognizer,
	createLiveTimeline,
	loadModel,
} from "@undertone/recognize";

const root = join(import.meta.dirname, "..");
const minutes = Number(process.env.MINUTES ?? 60);
const frames = 5000;
const mostGrownMb = 8;

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Megabytes that are held after garbage collection: objects, and buffers outside the heap. */
async function heldMb(): Promise<number> {
	gc();
	// What is finalised by the runtime is given back between two turns of its loop.
	await new Promise((resolve) => setTimeout(resolve, 20));
	gc();
	const { heapUsed, external } = process.memoryUsage();
	return (heapUsed + external) / 2 ** 20;
}

/** Held after 5, 10, 15 … minutes. */
async function hear(): Promise<number[]> {
	const path = join(root, "packages/recognize/fixtures/two-phrases.wav");
	const { signal } = await decodeToMono(new Uint8Array(readFileSync(path)), { name: path });
	const timeline = createLiveTimeline(0.3);
	let results = 0;
	const live = createLiveSpeechRecognizer({
		model: await loadModel(new Uint8Array(readFileSync(join(root, "models/speech.onnx")))),
		conditions: [{ label: "angry", score: 0.9, seconds: 2 }],
		onResult: (result) => {
			results++;
			timeline.add(result.speech ?? result, result);
		},
	});
	const held: number[] = [];
	const chunk = 1600;
	for (let from = 0; from < minutes * 60 * 16_000; from += chunk) {
		const at = from % (signal.length - chunk);
		await live.push(signal.slice(at, at + chunk));
		if ((from + chunk) % (5 * 60 * 16_000) === 0) held.push(await heldMb());
	}
	await live.close();
	console.log(`${minutes} minutes heard, ${results} results, ${timeline.segments().length} segments.`);
	return held;
}

/** Held after every thousand frames. */
async function see(): Promise<number[]> {
	const recognizer = await createFaceRecognizer();
	const held: number[] = [];
	for (let i = 1; i <= frames; i++) {
		const x = 320 + 60 * Math.sin(i / 40);
		await recognizer.analyze(drawFaces(640, 360, [{ x, y: 180, scale: 10 }]), { video: true });
		if (i % 1000 === 0) held.push(await heldMb());
	}
	return held;
}

const voice = await hear();
const face = await see();
/** Growth from the first measurement to the last. */
const grown = (held: readonly number[]): number => (held.at(-1) ?? 0) - (held[0] ?? 0);
const words = (held: readonly number[]): string => held.map((mb) => mb.toFixed(1)).join(", ");
console.log(`Voice, MB held every 5 minutes: ${words(voice)}`);
console.log(`Face, MB held every 1,000 frames: ${words(face)}`);
const round = (mb: number): number => Math.round(10 * mb) / 10;
writeFileSync(
	join(import.meta.dirname, "live-memory.json"),
	`${JSON.stringify(
		{
			command: "npm run bench -- live-memory",
			minutes,
			voiceMb: voice.map(round),
			frames,
			faceMb: face.map(round),
			mostGrownMb,
		},
		null,
		"\t",
	)}\n`,
);
if (grown(voice) > mostGrownMb || grown(face) > mostGrownMb) process.exitCode = 1;
