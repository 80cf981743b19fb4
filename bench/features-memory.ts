/**
 * What an hour in one file takes: peak resident memory of `undertone features`, each set in a process of its own.
 * `npm run bench -- features-memory` makes the hour (16 kHz, 16 bits; ffmpeg compresses it), prints a table and stores
 * bench/features-memory.json; it fails where a set that can be gone through in pieces needs more than 300 MB. Of WAV
 * every set is measured, of compressed formats three.
 * `SETS=logmel` measures sets of such names only, `FORMATS=flac,opus` such formats, and what is stored of the others is
 * kept; `SECONDS=600` makes a shorter file.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import { type FeatureSet, featureSets } from "@undertone/speech";

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

const encoders = {
	flac: [],
	mp3: ["-c:a", "libmp3lame", "-b:a", "64k"],
	ogg: ["-c:a", "libvorbis", "-q:a", "4"],
	opus: ["-c:a", "libopus", "-b:a", "32k"],
};
type Format = "wav" | keyof typeof encoders;
const formats: readonly Format[] = ["wav", "flac", "mp3", "ogg", "opus"];
const setsOfCompressed = ["undertone@2", "librosa@1", "gemaps88@1"];

interface Result {
	readonly format: Format;
	readonly set: string;
	readonly inPieces: boolean;
	readonly peakMb: number;
	readonly seconds: number;
}

function measure(path: string, format: Format, set: FeatureSet): Result {
	const out = join(folder, process.env.OUT ?? "out.csv");
	const frames = set.kind === "frames" ? ["--frames"] : [];
	const command = [
		join(import.meta.dirname, "../apps/cli/bin/undertone.js"),
		...["features", path, "--set", set.id, "--out", out, ...frames],
	];
	const began = Date.now();
	const { stderr, status } = spawnSync("/usr/bin/time", ["-f", "%M", process.execPath, ...command], {
		encoding: "utf8",
		env: { ...process.env, UNDERTONE_CACHE: join(folder, "cache") },
	});
	const kilobytes = Number(/^(\d+)$/m.exec(stderr)?.[1] ?? Number.NaN);
	const took = Math.round((Date.now() - began) / 1000);
	const peakMb = status === 0 ? Math.round(kilobytes / 1024) : Number.NaN;
	const how = set.inPieces === undefined ? "whole" : "in pieces";
	const columns = [format.padEnd(5), set.id.padEnd(20), how.padEnd(10), String(peakMb).padStart(6)];
	console.log(`${columns.join(" ")} MB  ${took} s`);
	return { format, set: set.id, inPieces: set.inPieces !== undefined, peakMb, seconds: took };
}

const wav = join(folder, "hour.wav");
writeHour(wav);
const wantedSets = process.env.SETS?.split(",");
const wantedFormats = process.env.FORMATS?.split(",");
const results: Result[] = [];
for (const format of formats) {
	if (wantedFormats?.includes(format) === false) continue;
	const path = join(folder, `hour.${format}`);
	if (format !== "wav") execFileSync("ffmpeg", ["-v", "error", "-i", wav, ...encoders[format], path]);
	for (const set of featureSets()) {
		if (wantedSets?.some((name) => set.id.includes(name)) === false) continue;
		if (format === "wav" || setsOfCompressed.includes(set.id)) results.push(measure(path, format, set));
	}
	if (format !== "wav") rmSync(path);
}
rmSync(folder, { recursive: true, force: true });
const stored = join(import.meta.dirname, "features-memory.json");
const before = JSON.parse(readFileSync(stored, "utf8")) as { seconds: number; results: Result[] };
const known = before.seconds === seconds ? before.results : [];
const key = ({ format, set }: Result): string => `${format} ${set}`;
const measured = new Map([...known, ...results].map((result) => [key(result), result]));
const all = formats.flatMap((format) =>
	featureSets().flatMap(({ id }) => measured.get(`${format} ${id}`) ?? []),
);
writeFileSync(
	stored,
	`${JSON.stringify({ command: "npm run bench -- features-memory", seconds, mostMb, results: all }, null, "\t")}\n`,
);
if (results.some(({ inPieces, peakMb }) => inPieces && !(peakMb <= mostMb))) process.exitCode = 1;
