import { formants } from "../formants/formants.ts";
import { praatFormantTimes } from "../formants/praat-formant-times.ts";
import { intensity } from "../intensity/intensity.ts";
import { pitch } from "../pitch/pitch.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import {
	type ContourRecipe,
	contoursAtOnce,
	joinedContours,
	measuredInPieces,
	type SignalContours,
} from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const step = 0.01;
const formantNumbers = [1, 2, 3, 4, 5] as const;

const describe = (name: string, unit: string, description: string): FeatureDescription => ({
	name,
	unit,
	source: "Praat",
	description,
});

const framesRecipe: Omit<ContourRecipe, "statistics"> = {
	sampleRate,
	hopLength: step * sampleRate,
	contours: (signal, part) => {
		const track = pitch(signal, { sampleRate, step, part });
		const level = intensity(signal, { sampleRate, step, part });
		const ratio = harmonicity(signal, { sampleRate, step, part });
		const tracks = formants(signal, { sampleRate, step, part });
		const column = (from: Float64Array, n: number): Float64Array =>
			Float64Array.from({ length: tracks.frames }, (_, t) => from[t * tracks.count + n - 1] as number);
		return {
			contours: {
				f0: track.f0,
				strength: track.strength,
				intensity: level.decibels,
				hnr: ratio.hnr,
				...Object.fromEntries(
					formantNumbers.flatMap((n) => [
						[`f${n}`, column(tracks.frequencies, n)],
						[`b${n}`, column(tracks.bandwidths, n)],
					]),
				),
			},
			starts: { pitch: track.start, intensity: level.start, hnr: ratio.start },
		};
	},
};

const pulsesRecipe: Omit<ContourRecipe, "statistics"> = {
	sampleRate,
	hopLength: step * sampleRate,
	contours: (signal, part) => {
		const times = glottalPulses(signal, pitch(signal, { sampleRate, step, part }), sampleRate, part.peak);
		return { contours: {}, pulses: { times, amplitudes: new Float64Array(times.length) } };
	},
};

/**
 * Praat's contours, every 10 ms, each on its own times: row i holds frame i of each. Pitch, harmonicity, intensity and
 * formants need windows of different lengths, so that they begin at different times and have different numbers of
 * frames; the time of each stands beside it, and NaN where a contour has ended.
 */
export const praatFrames1: FeatureSet = {
	id: "praat-frames@1",
	name: "praat-frames",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength: step * sampleRate,
	ownTimes: true,
	features: [
		describe("pitch_ac_t", "s", "Time of the pitch frame."),
		describe("f0_hz", "Hz", "F0 by autocorrelation, 75–600 Hz, NaN where unvoiced."),
		describe("f0_strength", "1", "Normalised autocorrelation at that period, 0 where unvoiced."),
		describe("intensity_t", "s", "Time of the intensity frame."),
		describe("intensity_dB", "dB", "Intensity above a floor of 75 Hz, mean removed."),
		describe("hnr_cc_t", "s", "Time of the harmonicity frame."),
		describe("hnr_cc_dB", "dB", "Harmonics-to-noise ratio by cross-correlation, NaN where Praat has −200."),
		describe("formant_burg_t", "s", "Time of the formant frame."),
		...formantNumbers.flatMap((n) => [
			describe(`f${n}`, "Hz", `Formant ${n} of 5 below 5,500 Hz, NaN where there are fewer.`),
			describe(`b${n}`, "Hz", `Bandwidth of formant ${n}.`),
		]),
	],
	extract: (signal) => {
		const of = contoursAtOnce(signal, framesRecipe);
		const rows = Math.max(...Object.values(of.contours).map(({ length }) => length));
		return { rows, columns: framesWidth, data: sideBySide(of, signal.length, 0, rows) };
	},
	inPieces: async function* (signal) {
		const whole = await measuredInPieces(signal, framesRecipe);
		const of = await joinedContours(signal, framesRecipe, whole);
		const rows = Math.max(...Object.values(of.contours).map(({ length }) => length));
		for (let from = 0; from < rows; from += rowsAtOnce)
			yield sideBySide(of, signal.length, from, Math.min(rows, from + rowsAtOnce));
	},
};

const framesWidth = praatFrames1.features.length;
/** Rows that are given at once. */
const rowsAtOnce = 6000;

/** The times of glottal pulses, a row a pulse. */
export const praatPulses1: FeatureSet = {
	id: "praat-pulses@1",
	name: "praat-pulses",
	version: 1,
	sampleRate,
	kind: "frames",
	hopLength: null,
	ownTimes: true,
	features: [
		describe("t", "s", "Time of a glottal pulse (cross-correlation), a row a pulse."),
		describe(
			"period",
			"s",
			"Time to the next pulse; NaN behind the last. Praat counts 0.1–20 ms as a period.",
		),
	],
	extract: (signal) => {
		const data = pulseRows(contoursAtOnce(signal, pulsesRecipe));
		return { rows: data.length / 2, columns: 2, data };
	},
	inPieces: async function* (signal) {
		const whole = await measuredInPieces(signal, pulsesRecipe);
		yield pulseRows(await joinedContours(signal, pulsesRecipe, whole));
	},
};

function pulseRows({ pulses }: SignalContours): Float32Array {
	const times = pulses?.times ?? new Float64Array(0);
	const data = new Float32Array(2 * times.length);
	for (const [i, time] of times.entries()) {
		data[2 * i] = time;
		data[2 * i + 1] = (times[i + 1] ?? Number.NaN) - time;
	}
	return data;
}

/** Rows `from` … `to` of the contours with their times; NaN behind the others' ends. */
function sideBySide(
	{ contours, starts = {} }: SignalContours,
	samples: number,
	from: number,
	to: number,
): Float32Array {
	const formantFrames = contours.f1?.length ?? 0;
	const formantTimes = praatFormantTimes(samples, formantFrames, { sampleRate, ceiling: 5500, step });
	const groups: readonly (readonly [start: number, names: readonly string[]])[] = [
		[starts.pitch as number, ["f0", "strength"]],
		[starts.intensity as number, ["intensity"]],
		[starts.hnr as number, ["hnr"]],
		[formantTimes.start, formantNumbers.flatMap((n) => [`f${n}`, `b${n}`])],
	];
	const data = new Float32Array((to - from) * framesWidth).fill(Number.NaN);
	let offset = 0;
	for (const [start, names] of groups) {
		for (const [c, name] of names.entries()) {
			const values = contours[name] as Float64Array;
			for (let t = from; t < Math.min(to, values.length); t++) {
				const at = (t - from) * framesWidth + offset;
				if (c === 0) data[at] = start + t * step;
				data[at + 1 + c] = values[t] as number;
			}
		}
		offset += 1 + names.length;
	}
	return data;
}
