import { createRealFft } from "@undertone/dsp";
import { defined, deviation, mean, percentile, slopes, smoothed } from "../functionals/contour-statistics.ts";
import { spectralShapeNames } from "../spectral/spectral-shape.ts";
import { byRecipe, type SignalContours } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import {
	bandNames,
	contourOver,
	isActive,
	mfccNames,
	semitones,
	spectralShapeWords,
	type UndertoneFrames,
	undertone1,
	undertone1Values,
	undertoneFrames,
	undertoneRecipe,
} from "./undertone-1.ts";

/** Each of which has one modulation spectrum. */
const bands = bandNames.length;
/** Modulation frequencies in Hz, octave by octave: syllables lie about 4 Hz, tremor and roughness above. */
const modulationEdges = [1, 2, 4, 8, 16, 32] as const;
/** Frames of the modulation spectrum: 2.56 s, longer clips in stretches that overlap by half. */
const modulationLength = 256;

const timbre: readonly (readonly [name: string, unit: string, description: string])[] = [
	["energy", "dB", "level, relative to the loud parts"],
	...mfccNames.map((name, i) => [name, "1", `timbre (MFCC ${i + 1})`] as const),
	...spectralShapeNames.map(
		(name, i) => [name, ...(spectralShapeWords[i] ?? (["1", name] as const))] as const,
	),
];

const movement: readonly (readonly [name: string, unit: string, description: string])[] = [
	["range", "", "90th minus 10th percentile of"],
	["rangeWide", "", "Highest minus lowest value of"],
	["risingShare", "1", "Share of rising steps of"],
	["risingSlope", "/s", "Mean slope of rising parts of"],
	["fallingSlope", "/s", "Mean slope of falling parts of"],
	["turnsPerSecond", "1/s", "Changes of direction a second of"],
	["endAgainstStart", "", "Last third against first third of"],
];

const added: readonly FeatureDescription[] = [
	...timbre.flatMap(([name, unit, description]) => [
		{
			name: `${name}_voicedMean`,
			unit,
			source: "ours",
			description: `Mean over voiced frames of ${description}`,
		},
		{
			name: `${name}_voicedDeviation`,
			unit,
			source: "ours",
			description: `Spread over voiced frames of ${description}`,
		},
	]),
	...timbre.map(([name, unit, description]) => ({
		name: `${name}_unvoicedMean`,
		unit,
		source: "ours",
		description: `Mean over unvoiced active frames of ${description}`,
	})),
	...(
		[
			["f0", "semitones", "pitch"],
			["energy", "dB", "level"],
			["centroid", "Hz", "brightness of voiced frames"],
		] as const
	).flatMap(([name, unit, what]) =>
		movement.map(([statistic, own, description]) => ({
			name: `${name}_${statistic}`,
			unit: own === "" ? unit : own === "/s" ? `${unit}/s` : own,
			source: "ours",
			description: `${description} ${what}`,
		})),
	),
];

const modulated: readonly FeatureDescription[] = [
	...Array.from({ length: bands }, (_, b) =>
		modulationEdges.slice(1).map((high, m) => ({
			name: `modulation_band${b + 1}_${modulationEdges[m]}to${high}Hz`,
			unit: "dB",
			source: "Wu, Falk & Chan 2011",
			description: `Movement of mel band ${b + 1} of ${bands} at ${modulationEdges[m]} to ${high} Hz, against that at all rates`,
		})),
	).flat(),
];

const levels: readonly FeatureDescription[] = [
	...Array.from({ length: bands }, (_, b) => ({
		name: `band${b + 1}_level`,
		unit: "dB",
		source: "Albornoz et al. 2011",
		description: `Mean log power of mel band ${b + 1} of ${bands}, against the mean of all`,
	})),
];

/**
 * The second feature set for emotion: that of the first, and timbre over voiced and unvoiced frames apart, how pitch,
 * level and brightness move, and how fast the bands are modulated. No number depends on the level of the recording.
 */
export const undertone2: FeatureSet = {
	id: "undertone@2",
	name: "undertone",
	version: 2,
	sampleRate: 16000,
	kind: "functionals",
	hopLength: null,
	features: [...undertone1.features, ...added, ...modulated, ...levels],
	...byRecipe({ ...undertoneRecipe, statistics: undertone2Values }),
};

/** The numbers of {@link undertone2}. */
export function* undertone2Values(of: SignalContours): Generator<number> {
	const frames = undertoneFrames(of);
	yield* undertone1Values(frames);
	yield* voicing(frames);
	yield* movements(frames);
	yield* modulation(frames);
}

/**
 * undertone@2 without the modulation spectrum, for models that meet other recordings: it follows the noise between the
 * words more than the voice, and on two corpora that no shipped model learns from (their labels not looked at) it lay
 * one and a half to two deviations off.
 */
export const steady1: FeatureSet = {
	...undertone2,
	id: "steady@1",
	name: "steady",
	version: 1,
	features: [...undertone1.features, ...added, ...levels],
	...byRecipe({
		...undertoneRecipe,
		statistics: function* (of) {
			const frames = undertoneFrames(of);
			yield* undertone1Values(frames);
			yield* voicing(frames);
			yield* movements(frames);
			yield* modulation(frames).slice(modulated.length);
		},
	}),
};

function isVoiced(of: UndertoneFrames): (t: number) => boolean {
	const active = isActive(of);
	return (t) => active(t) && !Number.isNaN(of.f0[t] ?? Number.NaN);
}

function* voicing(of: UndertoneFrames): Generator<number> {
	const active = isActive(of);
	const voiced = isVoiced(of);
	const unvoiced = (t: number): boolean => active(t) && !voiced(t);
	const unvoicedMeans: number[] = [];
	for (const [name] of timbre) {
		const values = name === "energy" ? of.energy : (of.contours[name] as Float64Array);
		const over = defined(contourOver(values, of, voiced), of.kept);
		yield mean(over);
		yield deviation(over);
		unvoicedMeans.push(mean(defined(contourOver(values, of, unvoiced), of.kept)));
	}
	yield* unvoicedMeans;
}

function* movements(of: UndertoneFrames): Generator<number> {
	const voiced = isVoiced(of);
	yield* movementOf(contourOver(semitones(of.f0), of, voiced), of.step);
	yield* movementOf(contourOver(of.energy, of, isActive(of)), of.step);
	yield* movementOf(contourOver(of.contours.centroid as Float64Array, of, voiced), of.step);
}

function movementOf(raw: Float64Array, step: number): number[] {
	const values = smoothed(raw);
	const sorted = defined(values).sort();
	if (sorted.length < 2) return movement.map(() => Number.NaN);
	const { rising, falling } = slopes(values, step);
	let steps = 0;
	let rises = 0;
	for (let t = 1; t < values.length; t++) {
		const change = (values[t] as number) - (values[t - 1] as number);
		if (Number.isNaN(change)) continue;
		steps++;
		if (change > 0) rises++;
	}
	const inOrder = defined(values);
	const third = Math.max(1, Math.floor(inOrder.length / 3));
	return [
		percentile(sorted, 0.9) - percentile(sorted, 0.1),
		(sorted.at(-1) as number) - (sorted[0] as number),
		steps === 0 ? Number.NaN : rises / steps,
		rising.length === 0 ? 0 : mean(rising),
		falling.length === 0 ? 0 : mean(falling),
		(rising.length + falling.length) / (sorted.length * step),
		mean(inOrder.subarray(inOrder.length - third)) - mean(inOrder.subarray(0, third)),
	];
}

const fft = createRealFft(modulationLength);

/** Modulation spectrum of the log mel bands over the speech, each band's octaves against all; then the bands' levels. */
function modulation({ contours, active, step, kept }: UndertoneFrames): number[] {
	const first = active.indexOf(1);
	const last = active.lastIndexOf(1);
	if (first < 0 || last - first < 8) return new Array(bands * modulationEdges.length).fill(Number.NaN);
	const length = last - first + 1;
	const levels: number[] = [];
	const values: number[] = [];
	const logs = bandNames.map((name) => (contours[name] as Float64Array).subarray(first, last + 1));
	// Pauses are no deeper than what an ordinary recording's noise leaves of them.
	const highest = Math.max(...logs.map((band) => band.reduce((most, value) => Math.max(most, value))));
	const band = kept.subarray(0, length);
	for (const log of logs) {
		for (let i = 0; i < length; i++) band[i] = Math.max(log[i] as number, highest - 60);
		levels.push(mean(band));
		const power = spectrumOf(band);
		const total = power.reduce((sum, value) => sum + value, 0) + 1e-9;
		for (const [m, high] of modulationEdges.slice(1).entries()) {
			const perBin = 1 / (modulationLength * step);
			let sum = 0;
			for (let k = 1; k < power.length; k++) {
				const frequency = k * perBin;
				if (frequency >= (modulationEdges[m] as number) && frequency < high) sum += power[k] as number;
			}
			values.push(10 * Math.log10(sum / total + 1e-4));
		}
	}
	const middle = mean(levels);
	return [...values, ...levels.map((level) => level - middle)];
}

/** Mean power spectrum of a contour without its mean, in stretches of at most {@link modulationLength}, tapered. */
function spectrumOf(band: Float64Array): Float64Array {
	const power = new Float64Array(modulationLength / 2 + 1);
	const re = new Float64Array(power.length);
	const im = new Float64Array(power.length);
	const frame = new Float64Array(modulationLength);
	const hop = modulationLength / 2;
	for (let start = 0; start === 0 || start + hop < band.length; start += hop) {
		const part = band.subarray(start, start + modulationLength);
		const middle = mean(part);
		frame.fill(0);
		for (let i = 0; i < part.length; i++) {
			const taper = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / part.length);
			frame[i] = taper * ((part[i] as number) - middle);
		}
		fft.forward(frame, re, im);
		for (let k = 0; k < power.length; k++) {
			power[k] = (power[k] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2;
		}
	}
	return power;
}
