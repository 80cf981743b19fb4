/**
 * What an hour of audio takes when it streams: peak resident memory and seconds of audio per processor second, all
 * streams at once, in chunks of 100 ms. `npm run bench -- stream-memory` prints them and stores
 * bench/stream-memory.json; it fails above 300 MB.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRandom } from "@undertone/core";
import {
	createFeatureStream,
	createFormantStream,
	createHarmonicityStream,
	createPitchStream,
} from "@undertone/speech";

const sampleRate = 16000;
const seconds = Number(process.env.SECONDS ?? 3600);
const mostMb = 300;

const random = createRandom(1);
const noise = Float32Array.from({ length: 8 * sampleRate }, () => 0.003 * random.normal());
let phase = 0;
const chunk = new Float32Array(sampleRate / 10);
/** 100 ms of a gliding voice with pauses. */
function fill(from: number): void {
	for (let i = 0; i < chunk.length; i++) {
		const t = (from + i) / sampleRate;
		phase = (phase + (2 * Math.PI * (140 + 40 * Math.sin(2.1 * t))) / sampleRate) % (2 * Math.PI);
		const voice = t % 1.5 < 1.1 ? 0.2 * Math.sin(phase) + 0.1 * Math.sin(2 * phase) : 0;
		chunk[i] = voice + (noise[(from + i) % noise.length] as number);
	}
}

const features = ["mfcc", "centroid", "flatness", "rms", "zeroCrossingRate", "intensity"] as const;
const streams = [
	...features.map((feature) => createFeatureStream(feature, { sampleRate, nFft: 512, hopLength: 160 })),
	createPitchStream({ sampleRate }),
	createHarmonicityStream({ sampleRate }),
	createFormantStream({ sampleRate }),
];
const usage = process.cpuUsage();
const early: number[] = [];
for (let from = 0; from < seconds * sampleRate; from += chunk.length) {
	fill(from);
	for (const stream of streams) stream.push(chunk);
	if (from === 60 * sampleRate) early.push(process.memoryUsage.rss() / 2 ** 20);
}
for (const stream of streams) stream.finish();
const { user, system } = process.cpuUsage(usage);
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
const speed = Math.round(seconds / ((user + system) / 1e6));
console.log(
	`${seconds} s through ${features.join(", ")}, pitch, harmonicity and formants: ${peakMb} MB at most (${Math.round(early[0] ?? peakMb)} MB after a minute), ${speed} × real time`,
);
writeFileSync(
	join(import.meta.dirname, "stream-memory.json"),
	`${JSON.stringify({ command: "npm run bench -- stream-memory", seconds, peakMb, mostMb, speed }, null, "\t")}\n`,
);
if (peakMb > mostMb) process.exitCode = 1;
