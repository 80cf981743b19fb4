import { type Emotion, emotions } from "@undertone/core";
import type { Corpus } from "@undertone/corpora";
import type { ClipFacts } from "./clip-facts.ts";

/** A clip that stands out, and why. */
interface Outlier {
	readonly file: string;
	readonly kind: "level" | "clipping" | "silence" | "noise";
	readonly sentence: string;
}

/** Everything that `undertone corpus` says. */
export interface CorpusDescription {
	readonly name: string;
	readonly clips: number;
	readonly licence: string;
	readonly speakers: readonly { readonly name: string; readonly sex: string; readonly clips: number }[];
	readonly sexes: Readonly<Record<string, number>>;
	readonly languages: Readonly<Record<string, number>>;
	readonly classes: Readonly<Partial<Record<Emotion, number>>>;
	readonly balance: Balance;
	/** Seconds. */
	readonly duration: {
		readonly total: number;
		readonly mean: number;
		readonly min: number;
		readonly median: number;
		readonly max: number;
	};
	readonly rates: Readonly<Record<string, number>>;
	readonly channels: Readonly<Record<string, number>>;
	readonly codecs: Readonly<Record<string, number>>;
	readonly outliers: readonly Outlier[];
	/** Groups of files with the same audio. */
	readonly duplicates: readonly (readonly string[])[];
	readonly differences: readonly string[];
	readonly unknownFiles: Corpus["unknownFiles"];
	readonly excluded: Corpus["excluded"];
	readonly unreadable: Corpus["unknownFiles"];
}

/** How evenly the classes are filled. */
interface Balance {
	readonly balanced: boolean;
	/** Largest over smallest class. */
	readonly ratio: number;
	/** Entropy of the classes over that of equal ones, in [0, 1]. */
	readonly entropy: number;
	readonly sentence: string;
}

/** What a corpus holds, from its clips and their facts (in the same order). */
export function describeCorpus(corpus: Corpus, facts: readonly (ClipFacts | string)[]): CorpusDescription {
	const { utterances } = corpus;
	const read = utterances.flatMap((utterance, i) => {
		const fact = facts[i];
		return fact === undefined || typeof fact === "string" ? [] : [{ file: utterance.file, ...fact }];
	});
	const durations = read.map(({ duration }) => duration).sort((a, b) => a - b);
	const total = durations.reduce((sum, seconds) => sum + seconds, 0);
	const classes = count(utterances.map(({ emotion }) => emotion));
	return {
		name: corpus.name,
		clips: utterances.length,
		licence: corpus.licence,
		speakers: [...new Set(utterances.map(({ speaker }) => speaker))].sort().map((name) => {
			const own = utterances.filter(({ speaker }) => speaker === name);
			return { name, sex: own[0]?.sex ?? "unknown", clips: own.length };
		}),
		sexes: count(utterances.map(({ sex }) => sex)),
		languages: count(utterances.map(({ language }) => language || "unknown")),
		classes: Object.fromEntries(
			emotions.filter((emotion) => emotion in classes).map((emotion) => [emotion, classes[emotion]]),
		),
		balance: balanceOf(corpus.name, classes),
		duration: {
			total,
			mean: total / Math.max(1, read.length),
			min: durations[0] ?? 0,
			median: durations[durations.length >> 1] ?? 0,
			max: durations.at(-1) ?? 0,
		},
		rates: count(read.map(({ sampleRate }) => String(sampleRate))),
		channels: count(read.map(({ channels }) => String(channels))),
		codecs: count(read.map(({ codec }) => codec)),
		outliers: outliersOf(read),
		duplicates: duplicatesOf(read),
		differences: corpus.differences,
		unknownFiles: corpus.unknownFiles,
		excluded: corpus.excluded,
		unreadable: utterances.flatMap(({ file }, i) => {
			const fact = facts[i];
			return typeof fact === "string" ? [{ file, reason: fact }] : [];
		}),
	};
}

function count(values: readonly string[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
	return counts;
}

/** Balanced is: no class half again as large as another. */
const balancedRatio = 1.5;

function balanceOf(name: string, classes: Readonly<Record<string, number>>): Balance {
	const counts = Object.entries(classes).sort(([, a], [, b]) => b - a);
	const total = counts.reduce((sum, [, n]) => sum + n, 0);
	const [largest, most = 0] = counts[0] ?? ["", 0];
	const [smallest, least = 0] = counts.at(-1) ?? ["", 0];
	const ratio = most / least;
	const entropy =
		counts.length < 2
			? 0
			: counts.reduce((sum, [, n]) => sum - (n / total) * Math.log(n / total), 0) / Math.log(counts.length);
	const balanced = counts.length > 1 && ratio <= balancedRatio;
	const numbers = `${largest} ${most} : ${smallest} ${least} = ${ratio.toFixed(2)}, normalised entropy ${entropy.toFixed(3)}`;
	const words =
		counts.length < 2
			? `${name} has one class only.`
			: `${name} is ${balanced ? "balanced" : "not balanced"} (largest : smallest class = ${numbers}).`;
	return { balanced, ratio, entropy, sentence: words };
}

/** How many robust deviations from the median count as an outlier. */
const outlying = 4;

function outliersOf(clips: readonly (ClipFacts & { readonly file: string })[]): Outlier[] {
	const level = robust(clips.flatMap(({ rmsDb }) => rmsDb ?? []));
	const noise = robust(clips.flatMap(({ noiseFloorDb }) => noiseFloorDb ?? []));
	return clips.flatMap(({ file, rmsDb, noiseFloorDb, clippedSamples, silenceShare }): Outlier[] => {
		const found: Outlier[] = [];
		if (rmsDb === null) found.push({ file, kind: "silence", sentence: "digital silence" });
		else if (rmsDb < -60 || Math.abs(rmsDb - level.median) > outlying * level.deviation) {
			found.push({
				file,
				kind: "level",
				sentence: `level ${rmsDb.toFixed(1)} dBFS, usual ${level.median.toFixed(1)}`,
			});
		}
		if (clippedSamples > 0)
			found.push({ file, kind: "clipping", sentence: `${clippedSamples} clipped samples` });
		if (rmsDb !== null && silenceShare > 0.8) {
			found.push({ file, kind: "silence", sentence: `${Math.round(100 * silenceShare)} % silent` });
		}
		if (noiseFloorDb !== null && noiseFloorDb - noise.median > outlying * noise.deviation) {
			found.push({
				file,
				kind: "noise",
				sentence: `noise floor ${noiseFloorDb.toFixed(1)} dBFS, usual ${noise.median.toFixed(1)}`,
			});
		}
		return found;
	});
}

/** Median, and median absolute deviation scaled to a normal's standard deviation. */
function robust(values: readonly number[]): { readonly median: number; readonly deviation: number } {
	const middle = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
	const median = middle(values);
	return { median, deviation: Math.max(1, 1.4826 * middle(values.map((value) => Math.abs(value - median)))) };
}

function duplicatesOf(clips: readonly (ClipFacts & { readonly file: string })[]): string[][] {
	const groups = new Map<string, string[]>();
	for (const { file, audioHash } of clips) groups.set(audioHash, [...(groups.get(audioHash) ?? []), file]);
	return [...groups.values()].filter((files) => files.length > 1);
}
