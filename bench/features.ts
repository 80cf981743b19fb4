/**
 * How fast acoustic features are: seconds of audio per processor second on one thread, on clips of 2–4 s and on ten
 * minutes. Spectral frames are 2048 samples every 512 at 16 kHz, as in the reference. `npm run bench -- features`
 * prints the table and stores bench/features.json, with ratios to the reference: to Praat and to python3 with librosa on
 * the same clips in the same run where they are installed, else to the ranges of FINDINGS (on another machine).
 *
 * Two threads of one core slow each other down even in processor time. So a yardstick, 100 plain FFTs of 2048 points,
 * is measured between the rounds of every row; figures are given as measured and, "quiet", times what the yardstick
 * took then over the least it took on this kind of machine. `FEATURES=gemaps,praat` measures rows of such names only
 * and keeps the others' stored figures.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { createRandom } from "@undertone/core";
import { createRealFft } from "@undertone/dsp";
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
	/** What the reference does, as × real time (FINDINGS), and which program to ask on the spot. */
	readonly range?: readonly [low: number, high: number];
	readonly program?: "librosa" | "praat";
	/** The expression that librosa computes, of samples `y` and rate 16000. */
	readonly python?: string;
}

/** FINDINGS: the tutorials' 180 numbers, which librosa takes apart into three spectra. */
const classicPython =
	"[np.mean(librosa.feature.mfcc(y=y, sr=16000, n_mfcc=40), axis=1), np.mean(librosa.feature.chroma_stft(S=np.abs(librosa.stft(y)), sr=16000), axis=1), np.mean(librosa.feature.melspectrogram(y=y, sr=16000), axis=1)]";

const rows: readonly Row[] = [
	{ name: "128 mel bands", run: (s) => melSpectrogram(s, { sampleRate }) },
	{
		name: "40 MFCC",
		run: (s) => mfcc(s, { sampleRate, nMfcc: 40 }),
		target: 1500,
		range: [480, 1420],
		program: "librosa",
		python: "librosa.feature.mfcc(y=y, sr=16000, n_mfcc=40)",
	},
	{
		name: "classic180",
		run: (s) => classic180(s, { sampleRate }),
		target: 600,
		range: [170, 260],
		program: "librosa",
		python: classicPython,
	},
	{ name: "chroma with tuning", run: (s) => chroma(s, { sampleRate }), target: 700 },
	{ name: "centroid, bandwidth, roll-off, flatness", run: (s) => spectralMoments(s, { sampleRate }) },
	{ name: "contrast", run: (s) => spectralContrast(s, { sampleRate }) },
	{ name: "YIN", run: (s) => yin(s, { sampleRate }), target: 500 },
	{
		name: "pYIN",
		run: (s) => pyin(s, { sampleRate }),
		target: 60,
		range: [15, 15],
		program: "librosa",
		python: "librosa.pyin(y, sr=16000, fmin=60, fmax=500)",
	},
	...featureSets().map((set) => ({
		name: `set ${set.id}`,
		rate: set.sampleRate,
		run: (s: Float32Array) => set.extract(s),
		...targetOf(set.name),
	})),
];

function targetOf(name: string): Pick<Row, "target" | "range" | "program"> {
	if (name === "praat") return { target: 150, range: [30, 30], program: "praat" };
	if (name === "gemaps88") return { target: 200 };
	return {};
}

const clips = [2, 2.5, 3, 3.5, 4].map((seconds, i) => speechLike(seconds, i));
const long = speechLike(600, 9);
const total = (signals: readonly Float32Array[]): number =>
	signals.reduce((sum, { length }) => sum + length / sampleRate, 0);

interface Figure {
	readonly name: string;
	/** As measured, on clips and on ten minutes; null where not measured. */
	readonly clips: number;
	readonly tenMinutes: number | null;
	/** The same with the core to itself. */
	readonly quietClips: number;
	readonly quietTenMinutes: number | null;
	readonly target: number | null;
	/** Times the reference: measured in the same run, or the lower and upper end against FINDINGS' range. */
	readonly ratio?: string;
}

const path = join(import.meta.dirname, "features.json");
const machine = cpus()[0]?.model ?? "unknown";
const stored: { machine?: string; yardstickMs?: number; praat?: number | null; results?: Figure[] } =
	existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};

const fft = createRealFft(2048);
const frame = Float64Array.from({ length: 2048 }, (_, i) => Math.sin(i * i));
const re = new Float64Array(1025);
const im = new Float64Array(1025);

const cpuSeconds = (): number => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
};

/** Seconds a run of at least `seconds`, again and again. */
function secondsPerRun(run: () => unknown, seconds: number): number {
	let runs = 0;
	const began = cpuSeconds();
	do {
		run();
		runs++;
	} while (cpuSeconds() - began < seconds);
	return (cpuSeconds() - began) / runs;
}

const yardstick = (): number =>
	1000 *
	secondsPerRun(() => {
		for (let i = 0; i < 100; i++) fft.forward(frame, re, im);
	}, 0.06);

/** Least time of a run and of the yardstick around it, over some rounds after a first to warm up. */
function measure(run: () => unknown, seconds: number, rounds: number): { run: number; yard: number } {
	let best = { run: Infinity, yard: yardstick() };
	for (let round = rounds > 1 ? -1 : 0; round < rounds; round++) {
		const taken = secondsPerRun(run, seconds);
		const yard = Math.min(yardstick(), best.yard);
		best = { run: round < 0 ? Infinity : Math.min(best.run, taken), yard };
	}
	return best;
}

yardstick();
let least = Math.min(yardstick(), stored.machine === machine ? (stored.yardstickMs ?? Infinity) : Infinity);
const only = process.env.FEATURES?.split(",");
const measured = rows
	.filter(({ name }) => only === undefined || only.some((wanted) => name.includes(wanted)))
	.map(({ name, run, target }) => {
		const onClips = measure(() => clips.map((clip) => run(clip, sampleRate)), 0.3, 4);
		const speed = total(clips) / onClips.run;
		// Ten minutes of what is slow tell nothing new.
		const onLong = speed < 100 ? null : measure(() => run(long, sampleRate), 0.1, 1);
		least = Math.min(least, onClips.yard, onLong?.yard ?? Infinity);
		console.log(`${name}: ${Math.round(speed)} ×, yardstick ${onClips.yard.toFixed(2)} ms`);
		return { name, target: target ?? null, onClips, onLong };
	});
const found = measured.map(({ name, target, onClips, onLong }): Figure => {
	const long = onLong === null ? null : 600 / onLong.run;
	const onShort = total(clips) / onClips.run;
	return {
		name,
		clips: Math.round(onShort),
		tenMinutes: long === null ? null : Math.round(long),
		quietClips: Math.round((onShort * onClips.yard) / least),
		quietTenMinutes: long === null || onLong === null ? null : Math.round((long * onLong.yard) / least),
		target,
	};
});
const results = rows.flatMap(
	({ name }) =>
		found.find((figure) => figure.name === name) ??
		(only === undefined ? undefined : stored.results?.find((figure) => figure.name === name)) ??
		[],
);
const wantsPraat = only === undefined || only.some((name) => name.includes("praat"));
const praat = wantsPraat ? measurePraat() : (stored.praat ?? null);
const librosa = measureLibrosa();
/** Ratios are of figures as measured, both beside whatever else the machine does. */
function ratioOf(name: string, clips: number): string {
	const row = rows.find((each) => each.name === name);
	const here = row?.program === "praat" ? praat : (librosa.get(name) ?? null);
	if (here !== null && row?.program !== undefined)
		return `${(clips / here).toFixed(1)} × ${row.program}, same run`;
	if (row?.range === undefined) return "";
	const [low, high] = row.range.map((speed) => (clips / speed).toFixed(1));
	return `${high === low ? low : `${high}–${low}`} × ${row.program} by FINDINGS (${row.range.join("–")})`;
}
const withRatios = results.map((figure) => {
	const ratio = ratioOf(figure.name, figure.clips);
	return ratio === "" ? figure : { ...figure, ratio };
});
const column = (value: number | string | null, width = 8): string =>
	(typeof value === "number" ? value.toLocaleString("en") : (value ?? "–")).padStart(width);
console.log(`\n× real time, yardstick at its least ${least.toFixed(2)} ms`);
console.log(`${"".padEnd(40)}    clips   10 min    quiet   10 min  to pass`);
for (const { name, clips, tenMinutes, quietClips, quietTenMinutes, target, ratio } of withRatios) {
	// The long file is judged too.
	const slowest = Math.min(quietClips, quietTenMinutes ?? quietClips);
	const verdict = target === null ? "" : slowest >= target ? "passed" : "MISSED";
	const columns = [clips, tenMinutes, quietClips, quietTenMinutes, target ?? ""].map((value) =>
		column(value),
	);
	console.log(`${name.padEnd(40)} ${columns.join(" ")} ${verdict.padEnd(7)} ${ratio ?? ""}`.trimEnd());
}
if (praat !== null)
	console.log(`${"Praat itself, the same clips".padEnd(40)} ${Math.round(praat)}`.trimEnd());

writeFileSync(
	path,
	`${JSON.stringify(
		{
			command: "npm run bench -- features",
			date: new Date().toISOString().slice(0, 10),
			machine,
			node: process.version,
			unit: "seconds of audio per processor second, one thread; quiet: with the core to itself",
			yardstickMs: Number(least.toFixed(3)),
			praat: praat === null ? null : Math.round(praat),
			results: withRatios,
		},
		null,
		"\t",
	)}\n`,
);

/** librosa on the clips, by row, × real time; empty where python3 or librosa is not installed. */
function measureLibrosa(): Map<string, number> {
	const found = new Map<string, number>();
	if (spawnSync("python3", ["-c", "import librosa"]).status !== 0) return found;
	const folder = mkdtempSync(join(tmpdir(), "undertone-bench-"));
	try {
		for (const [i, clip] of clips.entries())
			writeFileSync(join(folder, `clip${i}.wav`), encodeWav([clip], sampleRate));
		for (const { name, python } of rows) {
			if (python === undefined) continue;
			const script = [
				"import sys, time, glob, numpy as np, librosa",
				"ys = [librosa.load(f, sr=None)[0] for f in sorted(glob.glob(sys.argv[1] + '/*.wav'))]",
				`run = lambda: [${python} for y in ys]`,
				"run()",
				"began = time.process_time(); run(); print(time.process_time() - began)",
			].join("\n");
			const single = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", NUMBA_NUM_THREADS: "1" };
			const { stdout, status } = spawnSync("python3", ["-c", script, folder], {
				encoding: "utf8",
				env: { ...process.env, ...single },
			});
			if (status === 0) found.set(name, total(clips) / Number(stdout.trim().split("\n").at(-1)));
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return found;
}

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
