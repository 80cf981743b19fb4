import { applyMelFilterbank, dct, melFilterbank, powerSpectrogram, powerToDb } from "@undertone/dsp";
import { functionalNames, functionals } from "../functionals/functionals.ts";
import { trackF0 } from "../pitch/track-f0.ts";
import { spectralShape, spectralShapeNames } from "../spectral/spectral-shape.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 160;
const step = hopLength / sampleRate;
const nMfcc = 17;
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
	extract: (signal) => {
		const values = [...undertone1Values(undertoneFrames(signal))];
		return { rows: 1, columns: values.length, data: Float32Array.from(values) };
	},
};

function rateUnit(unit: string, functional: string): string {
	return functional === "slope" || functional === "change" ? `${unit}/s` : unit;
}

const filterbank = melFilterbank({ sampleRate, nFft: 512, nMels: 40, fMin: 50, fMax: 7600 });

/** The contours of a clip, a number every 10 ms, from which the numbers of this set and its successor are made. */
export interface UndertoneFrames {
	readonly frames: number;
	/** Mel spectrum (power), 40 bands, shape `[frames × 40]`. */
	readonly mel: Float64Array;
	/** MFCC 0 to 16, shape `[frames × 17]`. */
	readonly cepstra: Float64Array;
	/** See `spectralShapeNames`, shape `[frames × 9]`. */
	readonly shape: Float64Array;
	/** dB relative to the clip's loud frames. */
	readonly energy: Float64Array;
	/** Whether a frame is no pause. */
	readonly active: readonly boolean[];
	/** Hz, NaN where unvoiced; may lack the last frames. */
	readonly f0: Float64Array;
	readonly strength: Float64Array;
	/** Seconds between frames. */
	readonly step: number;
}

/** Computes {@link UndertoneFrames}. */
export function undertoneFrames(signal: Float32Array): UndertoneFrames {
	const power = powerSpectrogram(signal, { nFft: 512, winLength: 400, hopLength });
	const mel = applyMelFilterbank(power, filterbank);
	const cepstra = dct(powerToDb(mel, { amin: 1e-30 }), nMfcc);
	const shape = spectralShape(power, sampleRate);
	const pitch = trackF0(signal, { sampleRate, step, pitchFloor: 60, pitchCeiling: 600 });
	return {
		frames: power.rows,
		mel: mel.data,
		cepstra: cepstra.data,
		shape: shape.data,
		...activity(power.data, power.rows, power.columns),
		f0: pitch.f0,
		strength: pitch.strength,
		step,
	};
}

/** The numbers of {@link undertone1}. */
export function* undertone1Values(of: UndertoneFrames): Generator<number> {
	const { frames, cepstra, shape, energy, active, f0, strength } = of;
	const over = (value: (t: number) => number): Float64Array =>
		functionals(
			Float64Array.from({ length: frames }, (_, t) => (active[t] ? value(t) : Number.NaN)),
			step,
		);
	yield* over((t) => energy[t] as number);
	for (let c = 1; c < nMfcc; c++) yield* over((t) => cepstra[t * nMfcc + c] as number);
	const shapes = spectralShapeNames.length;
	for (let c = 0; c < shapes; c++) yield* over((t) => shape[t * shapes + c] as number);
	yield* over((t) => 12 * Math.log2((f0[t] ?? Number.NaN) / 27.5));
	yield* over((t) => {
		const r = Math.min(0.99999, strength[t] ?? 0);
		return r > 0 ? 10 * Math.log10(r / (1 - r)) : Number.NaN;
	});
	yield* timingOf(energy, active, f0);
}

/** Energy in dB relative to the clip's loud frames, and which frames are not pauses. */
function activity(
	power: Float64Array,
	rows: number,
	bins: number,
): { energy: Float64Array; active: readonly boolean[] } {
	const energy = new Float64Array(rows);
	for (let t = 0; t < rows; t++) {
		let sum = 0;
		for (let k = t * bins; k < (t + 1) * bins; k++) sum += power[k] as number;
		energy[t] = 10 * Math.log10(sum);
	}
	const sorted = energy.slice().sort();
	const loud = sorted[Math.floor(0.95 * (rows - 1))] ?? -Infinity;
	const active = Array.from(energy, (value) => value > -Infinity && value > loud - activeRangeDb);
	return { energy: energy.map((value) => value - loud), active };
}

function* timingOf(energy: Float64Array, active: readonly boolean[], f0: Float64Array): Generator<number> {
	const first = active.indexOf(true);
	const last = active.lastIndexOf(true);
	if (first < 0) {
		for (const _ of timing) yield Number.NaN;
		return;
	}
	const span = (last - first + 1) * step;
	const inSpan = active.slice(first, last + 1);
	const count = inSpan.filter(Boolean).length;
	const voiced = inSpan.map((isActive, i) => isActive && !Number.isNaN(f0[first + i] ?? Number.NaN));
	const stretches = runs(voiced);
	const pauses = runs(inSpan.map((isActive) => !isActive));
	const mean = (values: readonly number[]): number =>
		values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
	const meanStretch = mean(stretches);
	yield voiced.filter(Boolean).length / count;
	yield count / inSpan.length;
	yield stretches.length / span;
	yield meanStretch;
	yield Math.sqrt(mean(stretches.map((length) => (length - meanStretch) ** 2)));
	yield mean(pauses);
	yield energyPeaks(energy.subarray(first, last + 1)) / span;
}

/** Lengths in seconds of the stretches of true. */
function runs(flags: readonly boolean[]): number[] {
	const lengths: number[] = [];
	let length = 0;
	for (const flag of [...flags, false]) {
		if (flag) length++;
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
