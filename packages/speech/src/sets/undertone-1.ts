import type { Matrix } from "@undertone/core";
import {
	applyMelFilterbank,
	dct,
	forEachPower,
	frameCount,
	melFilterbank,
	type PowerRows,
	powerToDb,
} from "@undertone/dsp";
import { functionalNames, functionals } from "../functionals/functionals.ts";
import { trackF0 } from "../pitch/track-f0.ts";
import { createSpectralShaper, spectralShapeNames } from "../spectral/spectral-shape.ts";
import { byRecipe, type ContourRecipe, type SignalContours } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 160;
const step = hopLength / sampleRate;
const nMels = 40;
/** MFCC of a frame, 0 among them, which is left out. */
const nMfcc = 17;
/** Names of the other coefficients. */
export const mfccNames: readonly string[] = Array.from({ length: nMfcc - 1 }, (_, i) => `mfcc${i + 1}`);
/** Names of the bands of five mel bands each. */
export const bandNames: readonly string[] = Array.from({ length: 8 }, (_, b) => `band${b + 1}`);
/** Frames this far below the loud ones (95th percentile) are pauses. */
const activeRangeDb = 40;

interface Contour {
	readonly name: string;
	readonly unit: string;
	readonly source: string;
	readonly description: string;
}

/** Unit and words of each of `spectralShapeNames`. */
export const spectralShapeWords: readonly (readonly [unit: string, description: string])[] = [
	["Hz", "spectral centroid (brightness)"],
	["Hz", "spectral bandwidth"],
	["Hz", "spectral roll-off (85 % of the power lies below)"],
	["dB", "spectral flatness (noise against tone)"],
	["1", "spectral flux (how fast the sound changes)"],
	["dB/kHz", "slope of the spectrum, 0–500 Hz"],
	["dB/kHz", "slope of the spectrum, 500–1,500 Hz"],
	["dB", "alpha ratio (below against above 1 kHz)"],
	["dB", "Hammarberg index (strongest below against above 2 kHz)"],
];
const contours: readonly Contour[] = [
	{ name: "energy", unit: "dB", source: "ours", description: "level, relative to the loud parts" },
	...Array.from({ length: nMfcc - 1 }, (_, i) => ({
		name: `mfcc${i + 1}`,
		unit: "1",
		source: "librosa",
		description: `timbre (MFCC ${i + 1})`,
	})),
	...spectralShapeNames.map((name, i) => ({
		name,
		unit: spectralShapeWords[i]?.[0] ?? "1",
		source: "Eyben et al. 2016",
		description: spectralShapeWords[i]?.[1] ?? name,
	})),
	{ name: "f0", unit: "semitones", source: "Boersma 1993", description: "pitch (above 27.5 Hz)" },
	{
		name: "harmonicity",
		unit: "dB",
		source: "Boersma 1993",
		description: "harmonics-to-noise ratio (clear against rough)",
	},
];

/** What a functional says of a contour, for a reader. */
const functionalWords: Readonly<Record<(typeof functionalNames)[number], string>> = {
	mean: "Mean",
	deviation: "Spread of",
	skewness: "Skewness of",
	percentile10: "Low end of",
	percentile50: "Median",
	percentile90: "High end of",
	slope: "Rise over the clip of",
	change: "Movement of",
};

const timing: readonly FeatureDescription[] = [
	["voicedShare", "1", "Voiced frames among the active ones"],
	["activeShare", "1", "Active frames among all between the first and the last active one"],
	["voicedStretchesPerSecond", "1/s", "Voiced stretches per second of that span"],
	["voicedStretchMean", "s", "Mean length of voiced stretches"],
	["voicedStretchDeviation", "s", "Deviation of the length of voiced stretches"],
	["pauseMean", "s", "Mean length of inactive stretches inside that span, 0 without any"],
	["energyPeaksPerSecond", "1/s", "Peaks of the smoothed energy that stand out by 2 dB, per second"],
].map(([name = "", unit = "", description = ""]) => ({ name, unit, source: "ours", description }));

const filterbank = melFilterbank({ sampleRate, nFft: 512, nMels: 40, fMin: 50, fMax: 7600 });
const stft = { nFft: 512, winLength: 400, hopLength };
const amin = 1e-30;

/**
 * The contours of a signal, a number every 10 ms: `energy` (dB), `mfcc1` … `mfcc16`, those of `spectralShapeNames`,
 * `band1` … `band8` (dB, five mel bands each), `f0` (Hz, may lack the last frames) and its `strength`.
 */
export const undertoneRecipe: Omit<ContourRecipe, "statistics"> = {
	sampleRate,
	hopLength,
	contours: (signal, { peak, gathered = -Infinity }) => {
		const { mel, ...spectral } = spectralContours(signal);
		const cepstra = dct(powerToDb(mel, { amin, highest: gathered }), nMfcc);
		const pitch = trackF0(signal, { sampleRate, step, pitchFloor: 60, pitchCeiling: 600, peak });
		return {
			contours: {
				...spectral,
				...columns(cepstra, ["", ...mfccNames]),
				...columns(bandLevels(mel), bandNames),
				f0: pitch.f0,
				strength: pitch.strength,
			},
		};
	},
	// Cepstra are those of levels no more than 80 dB below the loudest band of the clip.
	gather: {
		start: -Infinity,
		add: (soFar, { signal, from, to }) => {
			let loudest = 0;
			forEachPower(signal, stft, (some) => {
				const { rows, data } = melOf(some);
				for (let r = 0; r < rows; r++) {
					if (some.first + r < from || some.first + r >= to) continue;
					for (let m = r * nMels; m < (r + 1) * nMels; m++) loudest = Math.max(loudest, data[m] as number);
				}
			});
			return Math.max(soFar, 10 * Math.log10(Math.max(amin, loudest)));
		},
	},
};

function melOf({ rows, count, plan }: PowerRows): Matrix & { readonly data: Float64Array } {
	return applyMelFilterbank({ rows: count, columns: plan.stride, data: rows }, filterbank);
}

/** What is taken from the spectra, of which a few are held at a time; `mel` is power, shape `[frames, 40]`. */
export function spectralContours(signal: Float32Array) {
	const frames = frameCount(signal.length, stft);
	const bins = stft.nFft / 2 + 1;
	const mel = new Float64Array(frames * nMels);
	const shape = new Float64Array(frames * spectralShapeNames.length);
	const energy = new Float64Array(frames);
	const shaper = createSpectralShaper(bins, sampleRate);
	forEachPower(signal, stft, (some) => {
		const { rows, first, count, plan } = some;
		shaper(rows, count, plan.stride, shape, first * spectralShapeNames.length);
		mel.set(melOf(some).data, first * nMels);
		for (let r = 0; r < count; r++) {
			let sum = 0;
			for (let k = r * plan.stride; k < r * plan.stride + bins; k++) sum += rows[k] as number;
			energy[first + r] = 10 * Math.log10(sum);
		}
	});
	return {
		mel: { rows: frames, columns: nMels, data: mel },
		energy,
		...columns({ rows: frames, columns: spectralShapeNames.length, data: shape }, spectralShapeNames),
	};
}

/** Level of each band of five mel bands, dB. */
function bandLevels({ rows, columns: width, data }: Matrix): Matrix {
	const levels = new Float64Array(rows * bandNames.length);
	const bandWidth = width / bandNames.length;
	for (let i = 0; i < levels.length; i++) {
		let sum = 0;
		for (let m = i * bandWidth; m < (i + 1) * bandWidth; m++) sum += data[m] as number;
		levels[i] = 10 * Math.log10(sum + 1e-30);
	}
	return { rows, columns: bandNames.length, data: levels };
}

/** Columns by name; those named "" are left out. */
export function columns(
	{ rows, columns: width, data }: Matrix,
	names: readonly string[],
): Record<string, Float64Array> {
	const named: Record<string, Float64Array> = {};
	for (const [c, name] of names.entries()) {
		if (name === "") continue;
		const values = new Float64Array(rows);
		for (let t = 0; t < rows; t++) values[t] = data[t * width + c] as number;
		named[name] = values;
	}
	return named;
}

/**
 * The first feature set for emotion: statistics of spectrum, cepstrum, pitch, harmonicity and timing over the
 * active frames of a clip. No number depends on the level of the recording.
 */
export const undertone1: FeatureSet = {
	id: "undertone@1",
	name: "undertone",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: [
		...contours.flatMap((contour) =>
			functionalNames.map((functional) => ({
				name: `${contour.name}_${functional}`,
				unit: functional === "skewness" ? "1" : rateUnit(contour.unit, functional),
				source: contour.source,
				description: `${functionalWords[functional]} ${contour.description}`,
			})),
		),
		...timing,
	],
	...byRecipe({
		...undertoneRecipe,
		statistics: (of) => undertone1Values(undertoneFrames(of)),
	}),
};

function rateUnit(unit: string, functional: string): string {
	return functional === "slope" || functional === "change" ? `${unit}/s` : unit;
}

/** The contours of a whole clip, and what is said of their frames against one another. */
export interface UndertoneFrames {
	readonly contours: SignalContours["contours"];
	/** dB relative to the clip's loud frames. */
	readonly energy: Float64Array;
	/** 1 where a frame is no pause, else 0. */
	readonly active: Uint8Array;
	/** Hz, NaN where unvoiced; may lack the last frames. */
	readonly f0: Float64Array;
	/** Normalised autocorrelation, 0 where unvoiced; as long. */
	readonly strength: Float64Array;
	/** Seconds between frames. */
	readonly step: number;
	/** Room for one contour: of an hour, each is three megabytes. */
	readonly kept: Float64Array<ArrayBuffer>;
}

/** Tells pauses from speech. */
export function undertoneFrames({ contours }: SignalContours): UndertoneFrames {
	const { energy, f0, strength } = contours as Readonly<Record<"energy" | "f0" | "strength", Float64Array>>;
	return { contours, ...activity(energy), f0, strength, step, kept: new Float64Array(energy.length) };
}

/** A contour over some of the frames, NaN over the others; overwritten by the next. */
export function contourOver(
	values: Float64Array,
	{ kept }: UndertoneFrames,
	use: (t: number) => boolean,
): Float64Array {
	const over = kept.fill(Number.NaN);
	// What is behind the contour's end would be NaN too.
	for (let t = 0; t < values.length; t++) if (use(t)) over[t] = values[t] as number;
	return over;
}

/** Which frames are no pause. */
export function isActive({ active }: UndertoneFrames): (t: number) => boolean {
	return (t) => active[t] === 1;
}

/** F0 in semitones above 27.5 Hz. */
export function semitones(f0: Float64Array): Float64Array {
	return f0.map((f) => 12 * Math.log2(f / 27.5));
}

/** The numbers of {@link undertone1}. */
export function* undertone1Values(of: UndertoneFrames): Generator<number> {
	const { contours, energy, active, f0, strength } = of;
	const room = new Float64Array(energy.length);
	const over = (values: Float64Array): Float64Array =>
		functionals(contourOver(values, of, isActive(of)), step, room);
	yield* over(energy);
	for (const name of [...mfccNames, ...spectralShapeNames]) yield* over(contours[name] as Float64Array);
	yield* over(semitones(f0));
	yield* over(
		strength.map((value) => {
			const r = Math.min(0.99999, value);
			return r > 0 ? 10 * Math.log10(r / (1 - r)) : Number.NaN;
		}),
	);
	yield* timingOf(energy, active, f0);
}

/** Energy in dB relative to the clip's loud frames, and which frames are not pauses. */
function activity(energy: Float64Array): { energy: Float64Array; active: Uint8Array } {
	const sorted = energy.slice().sort();
	const loud = sorted[Math.floor(0.95 * (energy.length - 1))] ?? -Infinity;
	const active = new Uint8Array(energy.length);
	for (let t = 0; t < active.length; t++) {
		const value = energy[t] as number;
		if (value > -Infinity && value > loud - activeRangeDb) active[t] = 1;
	}
	return { energy: energy.map((value) => value - loud), active };
}

function* timingOf(energy: Float64Array, active: Uint8Array, f0: Float64Array): Generator<number> {
	const first = active.indexOf(1);
	const last = active.lastIndexOf(1);
	if (first < 0) {
		for (const _ of timing) yield Number.NaN;
		return;
	}
	const span = (last - first + 1) * step;
	const inSpan = active.subarray(first, last + 1);
	const count = inSpan.reduce((sum, flag) => sum + flag, 0);
	const voiced = inSpan.map((flag, i) => (Number.isNaN(f0[first + i] ?? Number.NaN) ? 0 : flag));
	const stretches = runs(voiced);
	const pauses = runs(inSpan.map((flag) => 1 - flag));
	const mean = (values: readonly number[]): number =>
		values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
	const meanStretch = mean(stretches);
	yield voiced.reduce((sum, flag) => sum + flag, 0) / count;
	yield count / inSpan.length;
	yield stretches.length / span;
	yield meanStretch;
	yield Math.sqrt(mean(stretches.map((length) => (length - meanStretch) ** 2)));
	yield mean(pauses);
	yield energyPeaks(energy.subarray(first, last + 1)) / span;
}

/** Lengths in seconds of the stretches of 1. */
function runs(flags: Uint8Array): number[] {
	const lengths: number[] = [];
	let length = 0;
	for (let t = 0; t <= flags.length; t++) {
		if (flags[t] === 1) length++;
		else if (length > 0) {
			lengths.push(length * step);
			length = 0;
		}
	}
	return lengths;
}

/** Peaks of the energy, smoothed over 50 ms, that rise and fall by at least 2 dB. */
function energyPeaks(energy: Float64Array): number {
	let peaks = 0;
	let low = Infinity;
	let high = -Infinity;
	let rising = true;
	for (let t = 2; t < energy.length - 2; t++) {
		let sum = 0;
		for (let i = -2; i <= 2; i++) sum += Math.max(-80, energy[t + i] as number);
		const level = sum / 5;
		if (rising) {
			high = Math.max(high, level);
			if (level < high - 2) {
				peaks++;
				rising = false;
				low = level;
			}
		} else {
			low = Math.min(low, level);
			if (level > low + 2) {
				rising = true;
				high = level;
			}
		}
	}
	return peaks;
}
