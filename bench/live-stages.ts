/**
 * What each stage of the live voice costs for a window of 2.5 seconds every half second: milliseconds of processor time,
 * in Node, with the shipped model. The page runs the same code, its models on WebAssembly. Run:
 * `node bench/live-stages.ts`; part of `npm run bench -- live`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import {
	createLiveSpeechRecognizer,
	createVoiceActivity,
	loadModel,
	readVadModel,
	type SpeechModel,
	type VoiceActivity,
} from "@undertone/recognize";

const root = join(import.meta.dirname, "..");
const step = 8000;
const rounds = 12;

const stages = ["voice activity", "features", "model"] as const;
type Spent = Record<(typeof stages)[number], number>;
let spent: Spent = { "voice activity": 0, features: 0, model: 0 };

/** Milliseconds of this process so far: fair on a machine that others use too. */
function now(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

async function timed<T>(stage: keyof Spent, run: () => Promise<T>): Promise<T> {
	const began = now();
	const value = await run();
	spent[stage] += now() - began;
	return value;
}

function watchModel(model: SpeechModel): SpeechModel {
	const watch = (set: SpeechModel["features"]): SpeechModel["features"] => ({
		...set,
		extract: (signal) => {
			const began = now();
			const extracted = set.extract(signal);
			spent.features += now() - began;
			return extracted;
		},
	});
	return {
		...model,
		features: watch(model.features),
		frames: model.frames === null ? null : watch(model.frames),
		predict: (x, frames) => timed("model", () => model.predict(x, frames)),
	};
}

function watchVad(vad: VoiceActivity): VoiceActivity {
	return {
		...vad,
		stream: () => {
			const stream = vad.stream();
			return { ...stream, push: (chunk) => timed("voice activity", () => stream.push(chunk)) };
		},
	};
}

/** Spent on every window in which speech was scored; the first round warms up. */
async function measure(): Promise<(Spent & { readonly all: number })[]> {
	const path = join(root, "packages/recognize/fixtures/two-phrases.wav");
	const { signal } = await decodeToMono(new Uint8Array(readFileSync(path)), { name: path });
	const model = await loadModel(new Uint8Array(readFileSync(join(root, "models/speech.onnx"))));
	const vad = await createVoiceActivity(await readVadModel());
	let scored = false;
	const live = createLiveSpeechRecognizer({
		model: watchModel(model),
		vad: watchVad(vad),
		onResult: ({ speech }) => {
			scored = speech !== null;
		},
	});
	const windows: (Spent & { all: number })[] = [];
	for (let round = 0; round <= rounds; round++) {
		for (let from = 0; from + step <= signal.length; from += step) {
			spent = { "voice activity": 0, features: 0, model: 0 };
			const began = now();
			await live.push(signal.slice(from, from + step));
			if (round > 0 && scored) windows.push({ ...spent, all: now() - began });
		}
	}
	await live.close();
	await vad.release();
	await model.release();
	return windows;
}

const windows = await measure();
console.log(`voice in Node, processor time, ${windows.length} windows with speech`);
for (const stage of [...stages, "all"] as const) {
	const sorted = windows.map((window) => window[stage]).sort((a, b) => a - b);
	const within = (share: number): string =>
		`${(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2)} ms`.padStart(10);
	const name = stage === "all" ? "all, to the label" : stage;
	console.log(`${name.padEnd(44)} half within ${within(0.5)}   95 % within ${within(0.95)}`);
}
