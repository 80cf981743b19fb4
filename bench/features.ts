/**
 * How fast acoustic features are: seconds of audio per processor second on one thread, on clips of 2–4 s and on ten
 * minutes. Spectral frames are 2048 samples every 512 at 16 kHz, as in the reference. `npm run bench -- features`
 * prints the table and stores bench/features.json. Where Praat is installed it runs on the same clips.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import {
	chroma,
	classic180,
	featureSets,
	melSpectrogram,
	mfcc,
	pyin,
	spectralContrast,
	spectralMoments,
	yin,
} from "@undertone/speech";
import { cpuSecondsPerRun } from "./measure.ts";

const sampleRate = 16000;

/** Vowel-like stretches of gliding pitch with pauses and a little noise. */
function speechLike(seconds: number, seed: number): Float32Array {
	const random = createRandom(seed);
	let phase = 0;
	return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
		const t = i / sampleRate;
		phase += (2 * Math.PI * (140 + 40 * Math.sin(2.1 * t))) / sampleRate;
		let voice = 0;
		if (t % 1.5 < 1.1) for (let h = 1; h < 16; h++) voice += Math.sin(h * phase) / h;
		return 0.1 * voice + 0.003 * random.normal();
	});
}

interface Row {
	readonly name: string;
	readonly run: (signal: Float32Array, rate: number) => unknown;
	readonly rate?: number;
	/** Figure to pass, and what the reference takes (FINDINGS: librosa, Praat), as × real time. */
	readonly target?: number;
	readonly reference?: string;
}

const rows: readonly Row[] = [
	{ name: "128 mel bands", run: (s) => melSpectrogram(s, { sampleRate }) },
	{
		name: "40 MFCC",
		run: (s) => mfcc(s, { sampleRate, nMfcc: 40 }),
		target: 1500,
		reference: "librosa 480–1,420",
	},
	{
		name: "classic180",
		run: (s) => classic180(s, { sampleRate }),
		target: 600,
		reference: "librosa 170–260",
	},
	{ name: "chroma with tuning", run: (s) => chroma(s, { sampleRate }), target: 700 },
	{ name: "centroid, bandwidth, roll-off, flatness", run: (s) => spectralMoments(s, { sampleRate }) },
	{ name: "contrast", run: (s) => spectralContrast(s, { sampleRate }) },
	{ name: "YIN", run: (s) => yin(s, { sampleRate }), target: 500 },
	{ name: "pYIN", run: (s) => pyin(s, { sampleRate }), target: 60, reference: "librosa 15" },
	...featureSets().map((set) => ({
		name: `set ${set.id}`,
		rate: set.sampleRate,
		run: (s: Float32Array) => set.extract(s),
		...targetOf(set.name),
	})),
];

function targetOf(name: string): { target?: number; reference?: string } {
	if (name === "praat") return { target: 150, reference: "Praat 30" };
	if (name === "gemaps88") return { target: 200 };
	return {};
}

const clips = [2, 2.5, 3, 3.5, 4].map((seconds, i) => speechLike(seconds, i));
const long = speechLike(600, 9);
const total = (signals: readonly Float32Array[]): number =>
	signals.reduce((sum, { length }) => sum + length / sampleRate, 0);

const results = rows.map(({ name, run, target, reference }) => {
	const onClips = total(clips) / cpuSecondsPerRun(() => clips.map((clip) => run(clip, sampleRate)));
	const onLong = 600 / cpuSecondsPerRun(() => run(long, sampleRate), 0.1, 1);
	const verdict = target === undefined ? "" : onClips >= target ? "passed" : "MISSED";
	const columns = [
		name.padEnd(40),
		Math.round(onClips).toLocaleString("en").padStart(8),
		Math.round(onLong).toLocaleString("en").padStart(8),
		String(target ?? "").padStart(6),
		verdict.padEnd(7),
		reference ?? "",
	];
	if (name === rows[0]?.name) console.log(`${"× real time".padEnd(40)}    clips   10 min to pass`);
	console.log(columns.join(" ").trimEnd());
	return { name, clips: Math.round(onClips), tenMinutes: Math.round(onLong), target: target ?? null };
});

const praat = measurePraat();
if (praat !== null)
	console.log(`${"Praat itself, the same clips".padEnd(40)} ${Math.round(praat)}`.trimEnd());

writeFileSync(
	join(import.meta.dirname, "features.json"),
	`${JSON.stringify(
		{
			command: "npm run bench -- features",
			date: new Date().toISOString().slice(0, 10),
			machine: cpus()[0]?.model ?? "unknown",
			node: process.version,
			unit: "seconds of audio per processor second, one thread",
			praat: praat === null ? null : Math.round(praat),
			results,
		},
		null,
		"\t",
	)}\n`,
);

/** Praat's set (the reference's script) on the clips, start-up taken off; null where Praat is not installed. */
function measurePraat(): number | null {
	if (spawnSync("praat", ["--version"]).status !== 0) return null;
	const folder = mkdtempSync(join(tmpdir(), "undertone-bench-"));
	try {
		const script = join(import.meta.dirname, "../reference/make/praat_table.praat");
		const paths = clips.map((clip, i) => {
			const path = join(folder, `clip${i}.wav`);
			writeFileSync(path, encodeWav([clip], sampleRate));
			return path;
		});
		// Processor time of the child, as the shell counts it: "0m1.234s 0m0.056s" in the second line of `times`.
		const seconds = (list: readonly string[]): number => {
			writeFileSync(join(folder, "list.txt"), `${list.join("\n")}\n`);
			const command = 'praat --run "$1" "$2/list.txt" "$2/out.csv" 1 > /dev/null; times';
			const printed = execFileSync("bash", ["-c", command, "bash", script, folder], { encoding: "utf8" });
			const times = [...(printed.trim().split("\n").at(-1) ?? "").matchAll(/(\d+)m([\d.]+)s/g)];
			return times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
		};
		const once = seconds(paths);
		const thrice = seconds([...paths, ...paths, ...paths]);
		return (2 * total(clips)) / (thrice - once);
	} catch {
		return null;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
