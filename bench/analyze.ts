/**
 * How fast a recording is analysed, stage by stage and whole: seconds of audio per second of one core, with the
 * shipped model (or the one named), on five seconds and on five minutes of speech. Run: `node bench/analyze.ts`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeToMono, encodeWav } from "@undertone/audio";
import { createSpeechRecognizer, createVoiceActivity, loadModel, readVadModel } from "@undertone/recognize";

const root = join(import.meta.dirname, "..");
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/** The best of several rounds of a second each, in CPU seconds per run: other programs' load counts less so. */
async function measure(run: () => unknown): Promise<number> {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 4; round++) {
		let runs = 0;
		const began = performance.now();
		const before = process.cpuUsage();
		while (performance.now() - began < 1000 || runs === 0) {
			await run();
			runs++;
		}
		const { user, system } = process.cpuUsage(before);
		best = Math.min(best, (user + system) / 1e6 / runs);
	}
	return best;
}

function print(what: string, seconds: number, duration: number): void {
	const speed = Math.round(duration / seconds).toLocaleString("en");
	console.log(`${what.padEnd(44)} ${speed.padStart(8)} × real time   ${(seconds * 1000).toFixed(2)} ms`);
}

const model = await loadModel(read(process.argv[2] ?? join(root, "models/speech.onnx")));
const vad = await createVoiceActivity(await readVadModel());
const recognizer = createSpeechRecognizer({ model, vad });
const short = read(join(root, "packages/recognize/fixtures/two-phrases.wav"));
const { signal } = await decodeToMono(short);
const duration = signal.length / 16_000;
const clip = signal.subarray(0, 40_000);
const features = model.features.extract(clip);
const frames = model.frames?.extract(clip);

print("decode to mono, 16 kHz WAV", await measure(() => decodeToMono(short)), duration);
print("voice activity", await measure(() => vad.probabilities(signal)), duration);
print(`features of 2.5 s, ${model.features.id}`, await measure(() => model.features.extract(clip)), 2.5);
if (model.frames !== null) {
	const { id, extract } = model.frames;
	print(`frames of 2.5 s, ${id}`, await measure(() => extract(clip)), 2.5);
}
print(`model ${model.metadata.name}`, await measure(() => model.predict(features, frames)), 2.5);

const repeats = Math.ceil(300 / duration);
const joined = new Float32Array(repeats * signal.length);
for (let i = 0; i < repeats; i++) joined.set(signal, i * signal.length);
for (const [name, samples] of [
	["2.5 s", clip],
	["5 s", signal],
	["5 min", joined],
] as const) {
	const bytes = encodeWav(samples, 16_000);
	const analyze = async () => recognizer.analyze((await decodeToMono(bytes)).signal, { explain: false });
	print(`analyse a file of ${name}, all stages`, await measure(analyze), samples.length / 16_000);
}
