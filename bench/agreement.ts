/**
 * How far our features lie from librosa's and Praat's: over the synthetic signals in reference/ and, where
 * ../shared/data holds the corpora, the clips of reference/clips.csv. Run: `npm run bench -- agreement`, which
 * writes docs/features/agreement.md.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeAudio, toMono } from "@undertone/audio";
import type { Matrix } from "@undertone/core";
import { resample } from "@undertone/dsp";
import {
	chroma,
	classic180,
	estimateTuning,
	intensity,
	melSpectrogram,
	mfcc,
	pitch,
	pyin,
	rms,
	spectralContrast,
	spectralMoments,
	yin,
	zeroCrossingRate,
} from "@undertone/speech";

const root = join(import.meta.dirname, "..");
const corpora = join(root, "../shared/data/speech");

interface Sound {
	readonly name: string;
	readonly signal: Float32Array;
	readonly sampleRate: number;
}

/** A feature's largest error in units of its tolerance's two parts, gathered over sounds. */
interface Tally {
	largest: number;
	inside: number;
	total: number;
	readonly outside: Set<string>;
}

const readMono = async (path: string): Promise<{ signal: Float32Array; sampleRate: number }> => {
	const clip = await decodeAudio(new Uint8Array(readFileSync(path)));
	return { signal: toMono(clip), sampleRate: clip.sampleRate };
};

async function soundsOf(folder: string): Promise<Sound[]> {
	const files = readdirSync(join(root, "reference", folder)).filter((file) => file.endsWith(".wav"));
	const read = async (file: string): Promise<Sound> => ({
		name: file.replace(".wav", ""),
		...(await readMono(join(root, "reference", folder, file))),
	});
	return Promise.all(files.map(read));
}

async function clips(): Promise<Sound[]> {
	const table = readFileSync(join(root, "reference/clips.csv"), "utf8").trim().split("\n").slice(1);
	const sounds: Sound[] = [];
	for (const line of table) {
		const [name = "", corpus = "", file = ""] = line.split(",");
		const path = join(corpora, corpus, file);
		if (!existsSync(path)) continue;
		const { signal, sampleRate } = await readMono(path);
		sounds.push({
			name,
			sampleRate: 16000,
			signal: sampleRate === 16000 ? signal : resample(signal, { from: sampleRate, to: 16000 }),
		});
	}
	return sounds;
}

const flat = (value: unknown): number[] => {
	if (!Array.isArray(value)) return [(value as number | null) ?? Number.NaN];
	if (!Array.isArray(value[0])) return value.map((x: number | null) => x ?? Number.NaN);
	const bands = value as (number | null)[][];
	return Array.from({ length: bands[0]?.length ?? 0 }, (_, t) =>
		bands.map((band) => band[t] ?? Number.NaN),
	).flat();
};

/** Ours under the reference's names, with the tolerance rtol · |value| + atol. */
function ours({
	signal,
	sampleRate,
}: Sound): Record<string, { values: ArrayLike<number>; rtol: number; atol: number }> {
	const options = { sampleRate };
	const moments = spectralMoments(signal, options);
	const track = pyin(signal, options);
	const mel = melSpectrogram(signal, options);
	const data = (matrix: Matrix): ArrayLike<number> => matrix.data;
	return {
		mfcc40: { values: data(mfcc(signal, { sampleRate, nMfcc: 40 })), rtol: 1e-4, atol: 1e-3 },
		mel128_power: { values: mel.data, rtol: 1e-4, atol: 1e-9 * Math.max(1, ...mel.data) },
		chroma_stft_tuning: { values: [estimateTuning(signal, options)], rtol: 0, atol: 1e-6 },
		chroma_stft: { values: data(chroma(signal, options)), rtol: 1e-4, atol: 1e-5 },
		spectral_centroid: { values: moments.centroid, rtol: 1e-4, atol: 1e-3 },
		spectral_bandwidth: { values: moments.bandwidth, rtol: 1e-4, atol: 1e-3 },
		spectral_rolloff85: { values: moments.rolloff, rtol: 1e-4, atol: 1e-3 },
		spectral_flatness: { values: moments.flatness, rtol: 1e-4, atol: 1e-7 },
		spectral_contrast: { values: data(spectralContrast(signal, options)), rtol: 1e-4, atol: 1e-3 },
		zero_crossing_rate: { values: zeroCrossingRate(signal), rtol: 1e-6, atol: 1e-9 },
		rms: { values: rms(signal), rtol: 1e-5, atol: 1e-9 },
		yin_f0: { values: yin(signal, options), rtol: 1e-4, atol: 1e-3 },
		pyin_f0: { values: track.f0, rtol: 1e-4, atol: 1e-3 },
		pyin_voiced_flag: { values: track.voiced.map(Number), rtol: 0, atol: 0 },
		pyin_voiced_prob: { values: track.voicedProbability, rtol: 1e-4, atol: 1e-5 },
		classic180_mean: { values: classic180(signal, options), rtol: 1e-4, atol: 1e-3 },
	};
}

function add(
	tallies: Map<string, Tally>,
	feature: string,
	sound: string,
	pairs: readonly [number, number, number][],
) {
	const tally = tallies.get(feature) ?? { largest: 0, inside: 0, total: 0, outside: new Set<string>() };
	tallies.set(feature, tally);
	for (const [actual, expected, tolerance] of pairs) {
		tally.total++;
		const error = Number.isNaN(actual) && Number.isNaN(expected) ? 0 : Math.abs(actual - expected);
		if (!Number.isNaN(error)) tally.largest = Math.max(tally.largest, error);
		if (error <= tolerance) tally.inside++;
		else tally.outside.add(sound);
	}
}

function compareWithLibrosa(tallies: Map<string, Tally>, sounds: readonly Sound[], folder: string): void {
	for (const sound of sounds) {
		const path = join(root, "reference/librosa", folder, `${sound.name}.json`);
		const { features } = JSON.parse(readFileSync(path, "utf8")) as { features: Record<string, unknown> };
		for (const [name, { values, rtol, atol }] of Object.entries(ours(sound))) {
			if (features[name] === undefined) continue;
			const expected = flat(features[name]);
			const pairs = expected.map((e, i): [number, number, number] => [
				values[i] ?? Number.NaN,
				e,
				atol + rtol * (Number.isNaN(e) ? 0 : Math.abs(e)),
			]);
			add(tallies, name, sound.name, pairs);
		}
	}
}

function compareWithPraat(tallies: Map<string, Tally>, sounds: readonly Sound[], folder: string): void {
	const contour = (name: string, kind: string): number[][] =>
		readFileSync(join(folder, `${name}_${kind}.csv`), "utf8")
			.trim()
			.split("\n")
			.slice(1)
			.map((line) => line.split(",").map(Number));
	for (const sound of sounds) {
		const { name, signal, sampleRate } = sound;
		if (!existsSync(join(folder, `${name}_pitch_ac.csv`))) continue;
		const track = pitch(signal, { sampleRate });
		const expected = contour(name, "pitch_ac").map(([, f0 = 0]) => f0);
		const voicing = expected.map((f0, t): [number, number, number] => [
			Number.isNaN(track.f0[t] ?? Number.NaN) ? 0 : 1,
			f0 > 0 ? 1 : 0,
			0,
		]);
		add(tallies, "voicing (pitch ac)", name, voicing);
		const both = expected.flatMap((f0, t): [number, number, number][] =>
			f0 > 0 && !Number.isNaN(track.f0[t] ?? Number.NaN) ? [[track.f0[t] as number, f0, 0.001 * f0]] : [],
		);
		add(tallies, "F0 where both are voiced, Hz (0.1 %)", name, both);
		const levels = intensity(signal, { sampleRate }).decibels;
		add(
			tallies,
			"intensity, dB (0.05 dB)",
			name,
			contour(name, "intensity").map(([, db = Number.NaN], t) => [levels[t] ?? Number.NaN, db, 0.05]),
		);
	}
}

const percent = (share: number): string => `${(100 * share).toFixed(share === 1 ? 0 : 3)} %`;

function table(tallies: Map<string, Tally>): string {
	const rows = [...tallies].map(([name, { largest, inside, total, outside }]) => {
		const names =
			[...outside].slice(0, 4).join(", ") + (outside.size > 4 ? ` and ${outside.size - 4} more` : "");
		return `| ${name} | ${total.toLocaleString("en")} | ${percent(inside / total)} | ${largest.toPrecision(2)} | ${names || "–"} |`;
	});
	return [
		"| feature | values | inside tolerance | largest difference | outside in |",
		"|---|---|---|---|---|",
		...rows,
	].join("\n");
}

const signals = await soundsOf("signals");
const higher = await soundsOf("signals-22050");
const speech = await clips();
const onSignals = new Map<string, Tally>();
compareWithLibrosa(onSignals, signals, "signals-16000");
compareWithLibrosa(onSignals, higher, "signals-22050");
const onSpeech = new Map<string, Tally>();
compareWithLibrosa(onSpeech, speech, "clips-16000");
const praatOnSignals = new Map<string, Tally>();
compareWithPraat(praatOnSignals, signals, join(root, "reference/praat/contours"));
const praatOnSpeech = new Map<string, Tally>();
const contours = join(root, "../shared/reference/praat/contours");
if (existsSync(contours)) compareWithPraat(praatOnSpeech, speech, contours);

const sections = [
	"# Agreement with librosa and Praat",
	"Made by `npm run bench -- agreement`; do not edit. A value is inside when |ours − theirs| ≤ atol + rtol · |theirs|; for librosa rtol is 1e-4 and atol near its own single-precision floor (bench/agreement.ts has each). librosa is 0.11.0, Praat 6.3.07 (reference/).",
	"## librosa, 14 synthetic signals at 16,000 and at 22,050 Hz",
	table(onSignals),
	"`impulse` is outside where nothing decides: the spectrum of a single impulse is flat and its normalised difference function 1 everywhere, so rounding chooses the peak there and here.",
	`## librosa, ${speech.length} clips of real speech at 16,000 Hz`,
	speech.length === 0 ? "The corpora were not at hand." : table(onSpeech),
	"What is outside there hangs on a rounding: tunings whose votes tie or differ by one (11 and 11, 35 and 35, 40 and 39), a roll-off whose bin reaches 85 % within 1e-6, a frame whose difference function has two lowest values within 3e-5 (one of nothing but ±1 of 16 bits, one at the end of a clip).",
	"## Praat, the synthetic signals",
	table(praatOnSignals),
	"## Praat, the clips",
	praatOnSpeech.size === 0 ? "The corpora were not at hand." : table(praatOnSpeech),
];
mkdirSync(join(root, "docs/features"), { recursive: true });
writeFileSync(join(root, "docs/features/agreement.md"), `${sections.join("\n\n")}\n`);
console.log(sections.join("\n\n"));
