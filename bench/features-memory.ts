/**
 * What an hour in one WAV file takes: peak resident memory of `undertone features`, each set in a process of its own.
 * `npm run bench -- features-memory` makes the hour (16 kHz, 16 bits), prints a table and stores
 * bench/features-memory.json; it fails where a set that can be gone through in pieces needs more than 300 MB.
 * `SETS=logmel` measures sets of such names only and keeps what is stored of the others, `SECONDS=600` makes a shorter
 * file.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import { featureSets } from "@undertone/speech";

const sampleRate = 16000;
const seconds = Number(process.env.SECONDS ?? 3600);
const mostMb = 300;
const folder = mkdtempSync(join(tmpdir(), "undertone-bench-"));

/** A minute of a gliding voice with pauses and noise, over and over: the file is written without being held. */
function writeHour(path: string): void {
	const random = createRandom(1);
	let phase = 0;
	const minute = Float32Array.from({ length: 60 * sampleRate }, (_, i) => {
		const t = i / sampleRate;
		phase += (2 * Math.PI * (140 + 40 * Math.sin(2.1 * t))) / sampleRate;
		let voice = 0;
		if (t % 1.5 < 1.1) for (let h = 1; h < 12; h++) voice += Math.sin(h * phase) / h;
		return 0.1 * voice + 0.003 * random.normal();
	});
	const header = encodeWav(new Float32Array(1), sampleRate).slice(0, 44);
	const bytes = 2 * seconds * sampleRate;
	const view = new DataView(header.buffer);
	view.setUint32(4, 36 + bytes, true);
	view.setUint32(40, bytes, true);
	const data = encodeWav(minute, sampleRate).subarray(44);
	const file = openSync(path, "w");
	writeSync(file, header);
	for (let left = bytes; left > 0; left -= data.length)
		writeSync(file, data.subarray(0, Math.min(left, data.length)));
	closeSync(file);
}

const wav = join(folder, "hour.wav");
writeHour(wav);
const wanted = process.env.SETS?.split(",");
const results: { set: string; inPieces: boolean; peakMb: number; seconds: number }[] = [];
for (const set of featureSets()) {
	if (wanted !== undefined && !wanted.some((name) => set.id.includes(name))) continue;
	const out = join(folder, process.env.OUT ?? "out.csv");
	const frames = set.kind === "frames" ? ["--frames"] : [];
	const command = [
		join(import.meta.dirname, "../apps/cli/bin/undertone.js"),
		...["features", wav, "--set", set.id, "--out", out, ...frames],
	];
	const began = Date.now();
	const { stderr, status } = spawnSync("/usr/bin/time", ["-f", "%M", process.execPath, ...command], {
		encoding: "utf8",
		env: { ...process.env, UNDERTONE_CACHE: join(folder, "cache") },
	});
	const kilobytes = Number(/^(\d+)$/m.exec(stderr)?.[1] ?? Number.NaN);
	const took = Math.round((Date.now() - began) / 1000);
	const peakMb = status === 0 ? Math.round(kilobytes / 1024) : Number.NaN;
	results.push({ set: set.id, inPieces: set.inPieces !== undefined, peakMb, seconds: took });
	const how = set.inPieces === undefined ? "whole" : "in pieces";
	console.log(`${set.id.padEnd(22)} ${how.padEnd(10)} ${String(peakMb).padStart(6)} MB  ${took} s`);
}
rmSync(folder, { recursive: true, force: true });
const stored = join(import.meta.dirname, "features-memory.json");
const before = JSON.parse(readFileSync(stored, "utf8")) as { seconds: number; results: typeof results };
const known = before.seconds === seconds ? before.results : [];
const order = featureSets().map(({ id }) => id);
const all = [...known.filter(({ set }) => !results.some((result) => result.set === set)), ...results].sort(
	(a, b) => order.indexOf(a.set) - order.indexOf(b.set),
);
writeFileSync(
	stored,
	`${JSON.stringify({ command: "npm run bench -- features-memory", seconds, mostMb, results: all }, null, "\t")}\n`,
);
if (results.some(({ inPieces, peakMb }) => inPieces && !(peakMb <= mostMb))) process.exitCode = 1;
