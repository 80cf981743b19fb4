import { formants } from "../formants/formants.ts";
import { defined, deviation, mean, percentile } from "../functionals/contour-statistics.ts";
import { glottalContourNames, glottalContours, residualLean } from "../glottal/glottal-contours.ts";
import { samplesBefore } from "../pitch/frame-times.ts";
import { pitch } from "../pitch/pitch.ts";
import { cepstralPeakProminence } from "../voice/cepstral-peak-prominence.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicLevels } from "../voice/harmonic-levels.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import { jitter } from "../voice/jitter.ts";
import { pulseAmplitudes, shimmerOf } from "../voice/shimmer.ts";
import { byRecipe, type ContourRecipe } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const hopLength = 160;
const step = hopLength / sampleRate;

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

const recipe: ContourRecipe = {
	sampleRate,
	hopLength,
	contours: (signal, part) => {
		const { origin, peak } = part;
		const before = samplesBefore(origin, step, sampleRate);
		const track = pitch(signal, { sampleRate, step, part });
		const times = glottalPulses(signal, track, sampleRate, peak);
		// All but the harmonicity and the glottal source is looked at every 10 ms, centred on (t + 0.5) · 10 ms.
		const frames = Math.floor(signal.length / hopLength);
		const nearest = (start: number, count: number, at: (i: number) => number): Float64Array =>
			Float64Array.from({ length: frames }, (_, t) => {
				const i = Math.round(((origin + t + 0.5) * step - start) / step) - origin;
				return i < 0 || i >= count ? Number.NaN : at(i);
			});
		const f0 = nearest(track.start, track.frames, (i) => track.f0[i] as number);
		const voiced = (contour: Float64Array): Float64Array =>
			contour.map((value, t) => (Number.isNaN(f0[t]) ? Number.NaN : value));
		const isVoiced = (t: number): boolean => !Number.isNaN(f0[t] ?? Number.NaN);
		const tracks = formants(signal, {
			sampleRate,
			step,
			part,
			// The frames next to it too: which one is nearest is decided below.
			where: (time) => {
				const t = Math.round(100 * time - 0.5) - origin;
				return isVoiced(t - 1) || isVoiced(t) || isVoiced(t + 1);
			},
		});
		const formant = (from: Float64Array, n: number): Float64Array =>
			voiced(nearest(tracks.start, tracks.frames, (i) => from[i * tracks.count + n] as number));
		const frequencies = [0, 1, 2, 3, 4].map((n) => formant(tracks.frequencies, n));
		const levels = harmonicLevels(signal, f0, frequencies);
		const glottal = glottalContours(signal, track, sampleRate, part.gathered);
		const values = [
			harmonicity(signal, { sampleRate, step, part }).hnr,
			cepstralPeakProminence(signal, { sampleRate, where: isVoiced }),
			levels[3] ?? f0,
			levels[4] ?? f0,
			...frequencies.flatMap((frequency, n) => [frequency, formant(tracks.bandwidths, n)]),
			...glottal,
		];
		return {
			contours: Object.fromEntries(contours.map(([name], c) => [name, values[c] ?? f0])),
			pulses: { times, amplitudes: pulseAmplitudes(signal, times, sampleRate, undefined, before) },
		};
	},
	statistics: function* ({ contours: found, pulses }) {
		const { times, amplitudes } = pulses ?? { times: new Float64Array(0), amplitudes: new Float64Array(0) };
		const values = { ...jitter(times), ...shimmerOf(times, amplitudes) };
		for (const [name] of perturbation) yield values[name];
		const room = new Float64Array(Math.max(0, ...Object.values(found).map(({ length }) => length)));
		for (const [name] of contours) yield* statistics(found[name] ?? room.subarray(0, 0), room);
	},
	// Which way up the recording is.
	gather: {
		start: 0,
		add: (soFar, { signal, from, to }) =>
			soFar + residualLean(signal, sampleRate, from * hopLength, Math.min(signal.length, to * hopLength)),
	},
};

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
	...byRecipe(recipe),
};

/** Median, standard deviation and mean of what is defined; `room` is as long as the longest contour. */
function statistics(contour: Float64Array, room: Float64Array<ArrayBuffer>): [number, number, number] {
	for (let t = 0; t < contour.length; t++) {
		const value = contour[t] as number;
		room[t] = Number.isFinite(value) ? value : Number.NaN;
	}
	const sorted = defined(room.subarray(0, contour.length), room).sort();
	return [percentile(sorted, 0.5), deviation(sorted), mean(sorted)];
}
