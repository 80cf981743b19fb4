import { formants } from "../formants/formants.ts";
import {
	defined,
	deviation,
	mean,
	percentile,
	slopes,
	smoothed,
	stretches,
} from "../functionals/contour-statistics.ts";
import type { FrameTimes, PartOfSound } from "../pitch/frame-times.ts";
import { pitch } from "../pitch/pitch.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicLevels } from "../voice/harmonic-levels.ts";
import { pulseContours } from "../voice/pulse-contours.ts";
import { shortSpectra } from "../voice/short-spectra.ts";
import {
	byRecipe,
	type ContourRecipe,
	contoursAtOnce,
	contoursInPieces,
	measuredInPieces,
} from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 160;
const step = hopLength / sampleRate;

/** The 18 descriptors whose mean and variation are taken: name, unit, description. */
const main = [
	["f0", "semitones", "F0 above 27.5 Hz"],
	["jitter", "1", "Jitter of periods within 60 ms"],
	["f1", "Hz", "Formant 1"],
	["f2", "Hz", "Formant 2"],
	["f3", "Hz", "Formant 3"],
	["f1Bandwidth", "Hz", "Bandwidth of formant 1"],
	["shimmer", "dB", "Shimmer of periods within 60 ms"],
	["loudness", "1", "Auditory loudness"],
	["hnr", "dB", "Harmonics-to-noise ratio"],
	["alphaRatio", "dB", "Level of 50–1000 over 1000–5000 Hz"],
	["hammarbergIndex", "dB", "Strongest of 0–2 over strongest of 2–5 kHz"],
	["slope0to500", "dB/kHz", "Spectral slope over 0–500 Hz"],
	["slope500to1500", "dB/kHz", "Spectral slope over 500–1500 Hz"],
	["f1Level", "dB", "Level at formant 1 over that at F0"],
	["f2Level", "dB", "Level at formant 2 over that at F0"],
	["f3Level", "dB", "Level at formant 3 over that at F0"],
	["h1H2", "dB", "First harmonic over second"],
	["h1A3", "dB", "First harmonic over the highest at formant 3"],
] as const;
const mfccs = ["mfcc1", "mfcc2", "mfcc3", "mfcc4"] as const;
type Contours = Readonly<Record<string, Float64Array>>;

const recipe: ContourRecipe = {
	sampleRate,
	hopLength,
	contours: (signal, part) => ({ contours: contoursOf(signal, part) }),
	statistics: ({ contours }, { samples, energy }) => statistics(contours, samples, energy),
};

/**
 * The extended Geneva minimalistic acoustic parameter set: 88 statistics of pitch, voice quality, loudness and
 * spectrum, from the published paper only.
 *
 * Where the paper leaves something open, our choice is made: pitch by Boersma's method with a floor of 55 Hz,
 * formants by Burg below 5,500 Hz, periods of {@link glottalPulses}, no value is smoothed across unvoiced frames.
 * Numbers are therefore near those of the paper's own program, and not equal to them.
 *
 * @see Eyben et al. (2016), doi:10.1109/TAFFC.2015.2457417
 */
export const gemaps881: FeatureSet = {
	id: "gemaps88@1",
	name: "gemaps88",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: describe(),
	...byRecipe(recipe),
};

/** The contours that {@link gemaps881} takes its statistics of, every 10 ms; NaN where a quantity is not defined. */
export const gemaps88Frames1: FeatureSet = {
	id: "gemaps88-frames@1",
	name: "gemaps88-frames",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength,
	features: [
		...main.map(([name, unit, description]) => ({ name, unit, description })),
		{ name: "f2Bandwidth", unit: "Hz", description: "Bandwidth of formant 2" },
		{ name: "f3Bandwidth", unit: "Hz", description: "Bandwidth of formant 3" },
		{ name: "flux", unit: "1", description: "Spectral flux" },
		...mfccs.map((name) => ({ name, unit: "1", description: `MFCC ${name.at(-1)}` })),
	].map((feature) => ({ ...feature, source: "Eyben et al. 2016" })),
	extract: (signal) => {
		const rows = Math.floor(signal.length / hopLength);
		const data = rowsOf(contoursAtOnce(signal, recipe).contours, 0, rows);
		return { rows, columns: contourNames.length, data };
	},
	inPieces: async function* (signal) {
		const whole = await measuredInPieces(signal, recipe);
		for await (const { contours, from, to } of contoursInPieces(signal, recipe, whole))
			yield rowsOf(contours, from, to);
	},
};

const contourNames = gemaps88Frames1.features.map(({ name }) => name);

/** Rows `from` … `to` of the contours side by side. */
function rowsOf(contours: Contours, from: number, to: number): Float32Array {
	const count = Math.min(to, contours.f0?.length ?? 0) - from;
	const data = new Float32Array(count * contourNames.length);
	for (const [c, name] of contourNames.entries()) {
		const contour = contours[name] as Float64Array;
		for (let t = 0; t < count; t++) data[t * contourNames.length + c] = contour[from + t] as number;
	}
	return data;
}

function describe(): FeatureDescription[] {
	const source = "Eyben et al. 2016";
	const of = (name: string, unit: string, description: string): FeatureDescription => ({
		name,
		unit,
		source,
		description,
	});
	const pair = (name: string, unit: string, text: string, over: string): FeatureDescription[] => [
		of(`${name}_mean`, unit, `${text}: mean over ${over} frames.`),
		of(`${name}_variation`, "1", `${text}: standard deviation over mean, ${over} frames.`),
	];
	const spread = (name: string, unit: string, text: string): FeatureDescription[] => [
		...[20, 50, 80].map((p) => of(`${name}_percentile${p}`, unit, `${text}: ${p}th percentile.`)),
		of(`${name}_range20to80`, unit, `${text}: 80th minus 20th percentile.`),
		of(`${name}_risingSlopeMean`, `${unit}/s`, `${text}: mean slope of rising parts, 0 without any.`),
		of(`${name}_risingSlopeDeviation`, `${unit}/s`, `${text}: deviation of the slope of rising parts.`),
		of(`${name}_fallingSlopeMean`, `${unit}/s`, `${text}: mean slope of falling parts, 0 without any.`),
		of(`${name}_fallingSlopeDeviation`, `${unit}/s`, `${text}: deviation of the slope of falling parts.`),
	];
	return [
		...main.flatMap(([name, unit, text]) => pair(name, unit, text, name === "loudness" ? "all" : "voiced")),
		...spread("f0", "semitones", "F0"),
		...spread("loudness", "1", "Loudness"),
		...main
			.slice(9, 13)
			.map(([name, unit, text]) => of(`${name}_unvoicedMean`, unit, `${text}: mean, unvoiced.`)),
		of("loudnessPeaksPerSecond", "1/s", "Peaks of loudness per second."),
		of("voicedStretchMean", "s", "Mean length of voiced stretches."),
		of("voicedStretchDeviation", "s", "Deviation of the length of voiced stretches."),
		of("unvoicedStretchMean", "s", "Mean length of unvoiced stretches."),
		of("unvoicedStretchDeviation", "s", "Deviation of the length of unvoiced stretches."),
		of("voicedStretchesPerSecond", "1/s", "Voiced stretches per second."),
		...mfccs.flatMap((name) => pair(name, "1", `MFCC ${name.at(-1)}`, "all")),
		...pair("flux", "1", "Spectral flux", "all"),
		...pair("f2Bandwidth", "Hz", "Bandwidth of formant 2", "voiced"),
		...pair("f3Bandwidth", "Hz", "Bandwidth of formant 3", "voiced"),
		of("flux_unvoicedMean", "1", "Spectral flux: mean, unvoiced."),
		...pair("flux_voiced", "1", "Spectral flux", "voiced"),
		...mfccs.flatMap((name) => pair(`${name}_voiced`, "1", `MFCC ${name.at(-1)}`, "voiced")),
		of("equivalentSoundLevel", "dB", "Level of the mean frame energy, full scale being 0 dB."),
	];
}

/** The smoothed contours, all of one length; those that hang on periods are NaN where unvoiced. */
function contoursOf(signal: Float32Array, part: PartOfSound): Contours {
	const { origin, peak } = part;
	const frames = Math.floor(signal.length / hopLength);
	const found = pitch(signal, {
		sampleRate,
		step,
		pitchFloor: 55,
		pitchCeiling: 1000,
		part,
	});
	/** Analyses with frames of their own: the nearest is taken. */
	const nearest = (times: FrameTimes, from: Float64Array, columns = 1, column = 0): Float64Array => {
		const contour = new Float64Array(frames).fill(Number.NaN);
		for (let t = 0; t < frames; t++) {
			const at = Math.round(((origin + t + 0.5) * step - times.start) / step) - origin;
			if (at >= 0 && at < times.frames) contour[t] = from[at * columns + column] as number;
		}
		return contour;
	};
	const f0 = nearest(found, found.f0);
	const pulses = glottalPulses(signal, found, sampleRate, peak);
	const { jitter, shimmer } = pulseContours(signal, pulses, sampleRate, frames, step, origin);
	const tracks = formants(signal, {
		sampleRate,
		step,
		part,
		where: (time) => (f0[Math.round(time / step - 0.5) - origin] ?? 0) > 0,
	});
	const voiced = (values: Float64Array): Float64Array =>
		values.map((value, t) => (Number.isNaN(f0[t]) ? Number.NaN : value));
	const frequencies = [0, 1, 2].map((n) => voiced(nearest(tracks, tracks.frequencies, tracks.count, n)));
	const [b1, b2, b3] = [0, 1, 2].map((n) => voiced(nearest(tracks, tracks.bandwidths, tracks.count, n)));
	const [f1Level, f2Level, f3Level, h1H2, h1A3] = harmonicLevels(signal, f0, frequencies, hopLength);
	const [loudness, alphaRatio, hammarbergIndex, slope0to500, slope500to1500, flux, ...cepstra] = shortSpectra(
		signal,
		hopLength,
	);
	const [f1, f2, f3] = frequencies;
	const raw: Record<string, Float64Array | undefined> = {
		f0: f0.map((f) => 12 * Math.log2(f / 27.5)),
		jitter: voiced(jitter),
		shimmer: voiced(shimmer),
		f1,
		f2,
		f3,
		f1Bandwidth: b1,
		f2Bandwidth: b2,
		f3Bandwidth: b3,
		loudness,
		hnr: nearest(found, found.strength).map((r) =>
			r > 0 ? 10 * Math.log10(Math.min(r, 0.99999) / (1 - Math.min(r, 0.99999))) : Number.NaN,
		),
		alphaRatio,
		hammarbergIndex,
		slope0to500,
		slope500to1500,
		f1Level,
		f2Level,
		f3Level,
		h1H2,
		h1A3,
		flux,
		...Object.fromEntries(mfccs.map((name, c) => [name, cepstra[c]])),
	};
	return Object.fromEntries(
		Object.entries(raw).map(([name, values]) => [name, smoothed(values ?? new Float64Array(frames))]),
	);
}

function* statistics(contours: Contours, samples: number, energy: number): Generator<number> {
	const of = (name: string): Float64Array => contours[name] ?? new Float64Array(0);
	const f0 = of("f0");
	// One buffer for all: of an hour, each is three megabytes.
	const kept = new Float64Array(f0.length);
	/** To be read before the next call. */
	const where = (values: Float64Array, isVoiced: boolean): Float64Array => {
		let count = 0;
		for (let t = 0; t < values.length; t++) {
			const value = values[t] as number;
			if (!Number.isNaN(value) && Number.isNaN(f0[t]) !== isVoiced) kept[count++] = value;
		}
		return kept.subarray(0, count);
	};
	function* pair(values: Float64Array): Generator<number> {
		const middle = mean(values);
		yield middle;
		yield deviation(values) / middle;
	}
	for (const [name] of main) yield* pair(name === "loudness" ? of(name) : where(of(name), true));
	yield* spreadOf(f0);
	yield* spreadOf(of("loudness"));
	for (const [name] of main.slice(9, 13)) yield mean(where(of(name), false));
	const seconds = samples / sampleRate;
	const voiced = stretches(f0).map((length) => length * step);
	const unvoiced = stretches(f0, true).map((length) => length * step);
	yield peaks(of("loudness")) / seconds;
	yield* [mean(voiced), deviation(voiced), mean(unvoiced), deviation(unvoiced), voiced.length / seconds];
	for (const name of [...mfccs, "flux"]) yield* pair(of(name));
	yield* pair(where(of("f2Bandwidth"), true));
	yield* pair(where(of("f3Bandwidth"), true));
	yield mean(where(of("flux"), false));
	for (const name of ["flux", ...mfccs]) yield* pair(where(of(name), true));
	yield 10 * Math.log10(Math.max(1e-12, energy / samples));
}

/** The eight numbers on the spread and the slopes of a contour. */
function* spreadOf(values: Float64Array): Generator<number> {
	const sorted = defined(values).sort();
	const [low, middle, high] = [0.2, 0.5, 0.8].map((share) => percentile(sorted, share));
	yield* [low as number, middle as number, high as number, (high as number) - (low as number)];
	const { rising, falling } = slopes(values, step);
	for (const parts of [rising, falling]) {
		yield parts.length === 0 && sorted.length > 0 ? 0 : mean(parts);
		yield parts.length === 0 && sorted.length > 0 ? 0 : deviation(parts);
	}
}

/** How many frames are higher than both neighbours. */
function peaks(values: Float64Array): number {
	let count = 0;
	for (let t = 1; t + 1 < values.length; t++) {
		const here = values[t] as number;
		if (here > (values[t - 1] as number) && here >= (values[t + 1] as number)) count++;
	}
	return count;
}
