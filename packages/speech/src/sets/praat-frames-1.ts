import type { Matrix } from "@undertone/core";
import { formants } from "../formants/formants.ts";
import { praatFormantTimes } from "../formants/praat-formant-times.ts";
import { intensity } from "../intensity/intensity.ts";
import type { FrameTimes } from "../pitch/frame-times.ts";
import { pitch } from "../pitch/pitch.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicity } from "../voice/harmonicity.ts";
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
		const track = pitch(signal, { sampleRate });
		const level = intensity(signal, { sampleRate });
		const ratio = harmonicity(signal, { sampleRate });
		const tracks = formants(signal, { sampleRate });
		const formantTimes = praatFormantTimes(signal.length, tracks.frames, {
			sampleRate,
			ceiling: 5500,
			step,
		});
		const contours: readonly (readonly [times: FrameTimes, values: Float64Array, columns: number])[] = [
			[track, beside(track.f0, track.strength), 2],
			[level, level.decibels, 1],
			[ratio, ratio.hnr, 1],
			[formantTimes, beside(tracks.frequencies, tracks.bandwidths), 2 * tracks.count],
		];
		return sideBySide(contours);
	},
};

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
		const pulses = glottalPulses(signal, pitch(signal, { sampleRate }), sampleRate);
		const data = new Float32Array(2 * pulses.length);
		for (const [i, time] of pulses.entries()) {
			data[2 * i] = time;
			data[2 * i + 1] = (pulses[i + 1] ?? Number.NaN) - time;
		}
		return { rows: pulses.length, columns: 2, data };
	},
};

/** Two contours (or matrices of one shape) column by column. */
function beside(a: Float64Array, b: Float64Array): Float64Array {
	return Float64Array.from({ length: 2 * a.length }, (_, i) => (i % 2 === 0 ? a : b)[i >> 1] as number);
}

/** Contours with their times, as many rows as the longest has; NaN behind the others' ends. */
function sideBySide(
	contours: readonly (readonly [times: FrameTimes, values: Float64Array, columns: number])[],
): Matrix & { readonly data: Float32Array } {
	const rows = Math.max(...contours.map(([{ frames }]) => frames));
	const columns = contours.reduce((sum, [, , own]) => sum + 1 + own, 0);
	const data = new Float32Array(rows * columns).fill(Number.NaN);
	let offset = 0;
	for (const [{ frames, start }, values, own] of contours) {
		for (let t = 0; t < frames; t++) {
			data[t * columns + offset] = start + t * step;
			for (let c = 0; c < own; c++) data[t * columns + offset + 1 + c] = values[t * own + c] as number;
		}
		offset += 1 + own;
	}
	return { rows, columns, data };
}
