import { formants } from "../formants/formants.ts";
import { defined, deviation, mean, percentile } from "../functionals/contour-statistics.ts";
import { glottalContourNames, glottalContours } from "../glottal/glottal-contours.ts";
import { pitch } from "../pitch/pitch.ts";
import { cepstralPeakProminence } from "../voice/cepstral-peak-prominence.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicLevels } from "../voice/harmonic-levels.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import { jitter } from "../voice/jitter.ts";
import { shimmer } from "../voice/shimmer.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;

const perturbation = [
	["jitterLocal", "1", "Jitter (local)"],
	["jitterAbsolute", "s", "Jitter (local, absolute)"],
	["jitterRap", "1", "Jitter (rap)"],
	["jitterPpq5", "1", "Jitter (ppq5)"],
	["jitterDdp", "1", "Jitter (ddp)"],
	["shimmerLocal", "1", "Shimmer (local)"],
	["shimmerLocalDb", "dB", "Shimmer (local, dB)"],
	["shimmerApq3", "1", "Shimmer (apq3)"],
	["shimmerApq5", "1", "Shimmer (apq5)"],
	["shimmerApq11", "1", "Shimmer (apq11)"],
	["shimmerDda", "1", "Shimmer (dda)"],
] as const;

const formantContours = [1, 2, 3, 4, 5].flatMap(
	(n) =>
		[
			[`f${n}`, "Hz", "Praat", `Formant ${n}, voiced frames`],
			[`f${n}Bandwidth`, "Hz", "Praat", `Bandwidth of formant ${n}, voiced frames`],
		] as const,
);
const glottalTexts: Readonly<
	Record<(typeof glottalContourNames)[number], readonly [string, string, string]>
> = {
	naq: ["1", "Alku et al. 2002", "Normalised amplitude quotient of the glottal flow"],
	qoq: ["1", "Alku 1992", "Quasi-open quotient of the glottal flow"],
	oq: ["1", "Alku 1992", "Open quotient of the glottal flow"],
	closingQuotient: ["1", "Alku 1992", "Closing quotient of the glottal flow"],
	glottalH1H2: ["dB", "Alku 1992", "First over second harmonic of the glottal flow"],
	hrf: ["dB", "Childers & Lee 1991", "Harmonic richness factor of the glottal flow"],
	peakSlope: ["1/octave", "Kane & Gobl 2011", "Peak slope of wavelet maxima"],
	mdq: ["1", "Kane & Gobl 2013", "Maxima dispersion quotient"],
};
const contours: readonly (readonly [string, string, string, string])[] = [
	["hnr", "dB", "Praat", "Harmonics-to-noise ratio (cross-correlation)"],
	["cpp", "dB", "Hillenbrand et al. 1994", "Cepstral peak prominence, voiced frames"],
	["h1H2", "dB", "Eyben et al. 2016", "First over second harmonic of the speech"],
	["h1A3", "dB", "Eyben et al. 2016", "First harmonic over the highest at formant 3"],
	...formantContours,
	...glottalContourNames.map((name) => [name, ...glottalTexts[name]] as const),
];

/** Voice quality: perturbation, noise, harmonics, formants and the glottal source; NaN without voiced speech. */
export const voice1: FeatureSet = {
	id: "voice@1",
	name: "voice",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: [
		...perturbation.map(
			([name, unit, description]): FeatureDescription => ({ name, unit, source: "Praat", description }),
		),
		...contours.flatMap(([name, unit, source, text]): FeatureDescription[] => [
			{ name: `${name}_median`, unit, source, description: `${text}: median.` },
			{ name: `${name}_deviation`, unit, source, description: `${text}: standard deviation.` },
			{ name: `${name}_mean`, unit, source, description: `${text}: mean.` },
		]),
	],
	extract: (signal) => {
		const data = Float32Array.from(measure(signal));
		return { rows: 1, columns: data.length, data };
	},
};

function* measure(signal: Float32Array): Generator<number> {
	const track = pitch(signal, { sampleRate });
	const pulses = glottalPulses(signal, track, sampleRate);
	const values = { ...jitter(pulses), ...shimmer(signal, pulses, sampleRate) };
	for (const [name] of perturbation) yield values[name];
	yield* statistics(harmonicity(signal, { sampleRate }).hnr);

	// Everything else is looked at every 10 ms, centred on (t + 0.5) · 10 ms.
	const frames = Math.floor(signal.length / 160);
	const nearest = (start: number, count: number, at: (i: number) => number): Float64Array =>
		Float64Array.from({ length: frames }, (_, t) => {
			const i = Math.round(((t + 0.5) * 0.01 - start) / 0.01);
			return i < 0 || i >= count ? Number.NaN : at(i);
		});
	const f0 = nearest(track.start, track.frames, (i) => track.f0[i] as number);
	const voiced = (contour: Float64Array): Float64Array =>
		contour.map((value, t) => (Number.isNaN(f0[t]) ? Number.NaN : value));
	const isVoiced = (t: number): boolean => !Number.isNaN(f0[t] ?? Number.NaN);
	yield* statistics(cepstralPeakProminence(signal, { sampleRate, where: isVoiced }));
	const tracks = formants(signal, {
		sampleRate,
		// The frames next to it too: which one is nearest is decided below.
		where: (time) => {
			const t = Math.round(100 * time - 0.5);
			return isVoiced(t - 1) || isVoiced(t) || isVoiced(t + 1);
		},
	});
	const formant = (from: Float64Array, n: number): Float64Array =>
		voiced(nearest(tracks.start, tracks.frames, (i) => from[i * tracks.count + n] as number));
	const frequencies = [0, 1, 2, 3, 4].map((n) => formant(tracks.frequencies, n));
	const levels = harmonicLevels(signal, f0, frequencies);
	yield* statistics(levels[3] ?? f0);
	yield* statistics(levels[4] ?? f0);
	for (const [n, frequency] of frequencies.entries()) {
		yield* statistics(frequency);
		yield* statistics(formant(tracks.bandwidths, n));
	}
	for (const contour of glottalContours(signal, track, sampleRate)) yield* statistics(contour);
}

/** Median, standard deviation and mean of what is defined. */
function statistics(contour: Float64Array): [number, number, number] {
	const sorted = defined(contour).filter(Number.isFinite).sort();
	return [percentile(sorted, 0.5), deviation(sorted), mean(sorted)];
}
