import { type Emotion, emotionNoun, type Matrix } from "@undertone/core";
import type { FeatureSet } from "@undertone/speech";
import type { SpeechModel } from "../model/load-model.ts";
import type { Interval } from "../vad/speech-segments.ts";

/** How a part of the spectrogram moved the score of a label. */
export interface PartEffect {
	/** Seconds. */
	readonly start: number;
	readonly end: number;
	/** Columns of the frames, the last one excluded. */
	readonly bands: readonly [from: number, to: number];
	/** The same in Hz; null where columns are no bands of frequency. */
	readonly hz: readonly [low: number, high: number] | null;
	/** How much it raised the log-odds of the label; negative if it spoke against it. */
	readonly effect: number;
	/** The label's score when the part is taken away. */
	readonly without: number;
	/** For a reader: "0.75–1.00 s, 300–900 Hz: towards anger, −0.21 of its score when taken away (0.61 to 0.40)." */
	readonly sentence: string;
}

/** What a network on frames went by: a grid over time and bands, and its strongest parts in words. */
export interface FrameExplanation {
	readonly label: Emotion;
	/** The label's score with everything there. */
	readonly score: number;
	/** Edges of the grid in time, seconds, shape `[stretches + 1]`. */
	readonly times: readonly number[];
	/** Edges of the grid in columns of the frames, shape `[bands + 1]`. */
	readonly bands: readonly number[];
	/** The same edges in Hz; null where columns are no bands of frequency. */
	readonly hz: readonly number[] | null;
	/** Effect of each part of the grid, see {@link PartEffect}; a row a stretch of time, shape `[stretches][bands]`. */
	readonly effects: readonly (readonly number[])[];
	/** The label's score without each part, shape `[stretches][bands]`. */
	readonly without: readonly (readonly number[])[];
	/** Parts, whole stretches and whole bands that moved the score most, strongest first. */
	readonly named: readonly PartEffect[];
}

/** How fine the parts are, and what is named. */
export interface ExplainFramesOptions {
	readonly label: Emotion;
	/** Of a part, seconds. */
	readonly seconds?: number;
	/** Of a part, columns. */
	readonly bands?: number;
	/** How many parts to name, and of whole stretches and whole bands half as many each. */
	readonly most?: number;
	/** Where in the recording the frames come from; by default its beginning. */
	readonly within?: Interval;
}

/** Change of the log-odds under which a part did nothing. */
const leastEffect = 1e-3;

/** Keeps the logarithm of a probability finite. */
const least = 1e-30;

/**
 * The parts of a spectrogram that moved a label's score, for networks on frames: each rectangle of time and bands, each
 * stretch of time and each band in turn is set to the population's mean and the model asked again.
 *
 * A model that does not hear how loud a recording is has that mean at the recording's own level.
 *
 * @param frames - What the model was given, shape `[frames, bands]`.
 * @returns The grid from the beginning, low bands first.
 * @throws {RangeError} If the model takes no frames, or frames without a fixed step.
 * @see Zeiler & Fergus (2014), doi:10.1007/978-3-319-10590-1_53
 */
export async function explainFrames(
	model: SpeechModel,
	frames: Matrix,
	{ label, seconds = 0.25, bands: width = 8, most = 4, within }: ExplainFramesOptions,
): Promise<FrameExplanation> {
	const { features, metadata } = model;
	if (features.kind !== "frames" || features.hopLength === null) {
		throw new RangeError(
			`explainFrames: the model must take frames, "${metadata.name}" takes ${features.id}. Use explainFeatures.`,
		);
	}
	const { rows, columns } = frames;
	const step = features.hopLength / features.sampleRate;
	const height = Math.max(1, Math.round(seconds / step));
	const index = metadata.labels.indexOf(label);
	const heights = edges(rows, height);
	const bands = bandGroups(features, width);
	const { start: first = 0, end: last = Number.POSITIVE_INFINITY } = within ?? {};
	const timeOf = (row: number): number => Math.min(last, first + row * step);
	const hz = features.bandEdges === undefined ? null : bands.map((j) => features.bandEdges?.[j] as number);

	const whole = (await model.predict(frames)).data;
	const blank = await blankFrame(model, frames, whole);
	const measure = async (
		[from, to]: readonly [number, number],
		[low, high]: readonly [number, number],
	): Promise<PartEffect> => {
		const data = Float32Array.from(frames.data);
		for (let r = from; r < to; r++) {
			for (let j = low; j < high; j++) data[r * columns + j] = blank[j] as number;
		}
		const left = (await model.predict({ rows, columns, data })).data;
		const part = {
			start: timeOf(from),
			end: timeOf(to),
			bands: [low, high] as const,
			hz: features.bandEdges === undefined ? null : hzOf(features.bandEdges, low, high),
			effect: logOdds(whole, index) - logOdds(left, index),
			without: left[index] as number,
		};
		const names = features.features.slice(low, high).map(({ name }) => name);
		return { ...part, sentence: partWords(part, label, whole[index] as number, names, columns) };
	};
	const stretches = pairs(heights);
	const groups = pairs(bands);
	const grid: PartEffect[][] = [];
	for (const stretch of stretches) {
		const row: PartEffect[] = [];
		for (const group of groups) row.push(await measure(stretch, group));
		grid.push(row);
	}
	const wide: PartEffect[] = [];
	if (groups.length > 1) for (const stretch of stretches) wide.push(await measure(stretch, [0, columns]));
	const long: PartEffect[] = [];
	if (stretches.length > 1) for (const group of groups) long.push(await measure([0, rows], group));
	const half = Math.ceil(most / 2);
	return {
		label,
		score: whole[index] as number,
		times: heights.map(timeOf),
		bands,
		hz,
		effects: grid.map((row) => row.map(({ effect }) => effect)),
		without: grid.map((row) => row.map((part) => part.without)),
		named: strongest([
			...strongest(grid.flat()).slice(0, most),
			...strongest(wide).slice(0, half),
			...strongest(long).slice(0, half),
		]),
	};
}

/**
 * The frame that stands for "nothing particular": the population's mean; raised by as much as the recording is louder
 * where bands are in decibels and the model says the same of a recording that is 6 dB louder.
 */
async function blankFrame(
	{ metadata, features, predict }: SpeechModel,
	frames: Matrix,
	whole: ArrayLike<number>,
): Promise<readonly number[]> {
	const { mean } = metadata.normalisation;
	if (features.bandEdges === undefined) return mean;
	const louder = (await predict({ ...frames, data: Float32Array.from(frames.data, (value) => value + 6) }))
		.data;
	if (louder.some((p, i) => Math.abs(p - (whole[i] as number)) > 1e-3)) return mean;
	const level = average(frames.data) - average(mean);
	return mean.map((value) => value + level);
}

function average(values: ArrayLike<number>): number {
	const known = Array.from(values).filter((value) => !Number.isNaN(value));
	return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Of a label against all others. */
function logOdds(probabilities: ArrayLike<number>, index: number): number {
	let others = 0;
	for (let c = 0; c < probabilities.length; c++) if (c !== index) others += probabilities[c] as number;
	return Math.log(Math.max(least, probabilities[index] as number)) - Math.log(Math.max(least, others));
}

function edges(length: number, size: number): number[] {
	const all: number[] = [];
	for (let at = 0; at < length; at += size) all.push(at);
	return [...all, length];
}

/** Edges of columns that are hidden together: neighbours of one kind (`mfcc39`, and not `chromaC` beside it). */
function bandGroups({ features }: FeatureSet, width: number): number[] {
	const kindOf = (j: number): string => `${/^[a-z]*/.exec(features[j]?.name ?? "")} ${features[j]?.unit}`;
	const starts: number[] = [];
	for (let j = 0; j < features.length; j++) {
		const begun = starts.at(-1);
		if (begun === undefined || j - begun >= width || kindOf(j) !== kindOf(begun)) starts.push(j);
	}
	return [...starts, features.length];
}

function pairs(all: readonly number[]): [number, number][] {
	return all.slice(1).map((to, i) => [all[i] as number, to]);
}

function strongest(parts: readonly PartEffect[]): PartEffect[] {
	return parts
		.filter(({ effect }) => Math.abs(effect) >= leastEffect)
		.sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect));
}

function hzOf(all: readonly number[], low: number, high: number): [number, number] {
	return [all[low] as number, all[high] as number];
}

/** What a part did, in words with numbers. */
function partWords(
	{ start, end, bands: [low, high], hz, effect, without }: Omit<PartEffect, "sentence">,
	label: Emotion,
	score: number,
	names: readonly string[],
	columns: number,
): string {
	const time = `${start.toFixed(2)}–${end.toFixed(2)} s`;
	const named = names.length === 1 ? names[0] : `${names[0]}–${names.at(-1)}`;
	const band = hz === null ? named : `${roundedHz(hz[0])}–${roundedHz(hz[1])} Hz`;
	const where = high - low === columns && columns > 1 ? "all of it" : band;
	const change = without - score;
	const digits = Math.abs(change) < 0.05 ? 3 : 2;
	const size = `${change < 0 ? "−" : "+"}${Math.abs(change).toFixed(digits)}`;
	const way = effect > 0 ? "towards" : "away from";
	return `${time}, ${where}: ${way} ${emotionNoun(label)}, ${size} of its score when taken away (${score.toFixed(digits)} to ${without.toFixed(digits)}).`;
}

function roundedHz(hz: number): number {
	return Math.round(hz / 10) * 10;
}
