/**
 * How fast audio is decoded, mixed and resampled: seconds of audio per second of one core, on the fixtures of 0.5 to
 * 1.8 s and, for WAV, on ten minutes. Run: `node bench/decode.ts`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeAudio, encodeWav, measureLevel, toMono } from "@undertone/audio";
import { resample } from "@undertone/dsp";

const fixtures = join(import.meta.dirname, "../packages/audio/fixtures");
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)));

/** The best of several rounds of half a second each, in seconds per run. */
async function measure(run: () => unknown): Promise<number> {
	let best = Number.POSITIVE_INFINITY;
	for (let round = 0; round < 4; round++) {
		let runs = 0;
		const began = performance.now();
		while (performance.now() - began < 500) {
			await run();
			runs++;
		}
		best = Math.min(best, (performance.now() - began) / runs / 1000);
	}
	return best;
}

function print(what: string, seconds: number, duration: number): void {
	const speed = Math.round(duration / seconds).toLocaleString("en");
	console.log(`${what.padEnd(44)} ${speed.padStart(8)} × real time   ${(seconds * 1000).toFixed(2)} ms`);
}

for (const name of [
	"speech-fixture.wav",
	"speech-fixture.flac",
	"speech-fixture-24-bit.flac",
	"speech-fixture.mp3",
	"speech-fixture-stereo.mp3",
	"speech-fixture.ogg",
	"speech-fixture.opus",
]) {
	const bytes = read(name);
	const clip = await decodeAudio(bytes);
	print(`decode ${name}`, await measure(() => decodeAudio(bytes)), clip.duration);
}

const long = encodeWav(
	[new Float32Array(600 * 44_100).fill(0.1), new Float32Array(600 * 44_100).fill(0.2)],
	44_100,
);
print("decode 10 min WAV, 44.1 kHz stereo", await measure(() => decodeAudio(long)), 600);
print("  copying its bytes, for comparison", await measure(() => long.slice()), 600);

const opus = await decodeAudio(read("speech-fixture.opus"));
const mono = toMono(opus);
print("measure level of 48 kHz", await measure(() => measureLevel(mono, opus)), opus.duration);
print(
	"resample 48 to 16 kHz",
	await measure(() => resample(mono, { from: 48_000, to: 16_000 })),
	opus.duration,
);
