import { formants } from "../formants/formants.ts";
import { type ContourFunctional, contourFunctionals } from "../functionals/contour-functionals.ts";
import { deviation, stretches } from "../functionals/contour-statistics.ts";
import { deltas } from "../spectral/deltas.ts";
import { npvi } from "../temporal/npvi.ts";
import { cepstralPeakProminence } from "../voice/cepstral-peak-prominence.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicLevels } from "../voice/harmonic-levels.ts";
import { pulseContours } from "../voice/pulse-contours.ts";
import { shortSpectra, shortSpectraNames } from "../voice/short-spectra.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { type UndertoneFrames, undertoneFrames } from "./undertone-1.ts";
import { undertone2, undertone2Values } from "./undertone-2.ts";

const sampleRate = 16000;
const hopLength = 160;
const nMfcc = 17;

/** Contours over voiced frames: name, unit, source, description. */
const voices = [
	["f1", "Hz", "Praat", "formant 1"],
	["f2", "Hz", "Praat", "formant 2"],
	["f3", "Hz", "Praat", "formant 3"],
	["f1Bandwidth", "Hz", "Praat", "bandwidth of formant 1"],
	["f2Bandwidth", "Hz", "Praat", "bandwidth of formant 2"],
	["f3Bandwidth", "Hz", "Praat", "bandwidth of formant 3"],
	["f1Level", "dB", "Eyben et al. 2016", "level at formant 1 over that at F0"],
	["f2Level", "dB", "Eyben et al. 2016", "level at formant 2 over that at F0"],
	["f3Level", "dB", "Eyben et al. 2016", "level at formant 3 over that at F0"],
	["h1H2", "dB", "Eyben et al. 2016", "first harmonic over second"],
	["jitter", "1", "Eyben et al. 2016", "jitter of periods within 60 ms"],
	["shimmer", "dB", "Eyben et al. 2016", "shimmer of periods within 60 ms"],
	["cpp", "dB", "Hillenbrand et al. 1994", "cepstral peak prominence"],
] as const;
const voiceStatistics = [
	"mean",
	"deviation",
	"percentile20",
	"percentile50",
	"percentile80",
	"slope",
	"risingSlopeMean",
	"fallingSlopeMean",
] as const satisfies readonly ContourFunctional[];
const loudnessStatistics = [
	"mean",
	"deviation",
	"skewness",
	"percentile20",
	"percentile50",
	"percentile80",
	"slope",
	"change",
	"risingSlopeMean",
	"risingSlopeDeviation",
	"fallingSlopeMean",
	"fallingSlopeDeviation",
] as const satisfies readonly ContourFunctional[];
/** GeMAPS's short spectra whose statistics are taken over voiced and unvoiced frames apart. */
const spectra = ["alphaRatio", "hammarbergIndex", "slope0to500", "slope500to1500", "flux"] as const;
const spectrumStatistics = [
	"percentile20",
	"percentile50",
	"percentile80",
] as const satisfies readonly ContourFunctional[];

const rates = new Set<ContourFunctional>([
	"slope",
	"change",
	"risingSlopeMean",
	"risingSlopeDeviation",
	"fallingSlopeMean",
	"fallingSlopeDeviation",
]);
const describe = (
	name: string,
	unit: string,
	source: string,
	description: string,
	statistics: readonly ContourFunctional[],
): FeatureDescription[] =>
	statistics.map((statistic) => ({
		name: `${name}_${statistic}`,
		unit: statistic === "skewness" ? "1" : rates.has(statistic) ? `${unit}/s` : unit,
		source,
		description: `${description}: ${statistic}.`,
	}));

const timing = [
	[
		"syllablesPerSecond",
		"1/s",
		"Voiced peaks of loudness a second, from the first to the last active frame.",
	],
	["articulationRate", "1/s", "Voiced peaks of loudness a second of active frames."],
	["pausesPerSecond", "1/s", "Pauses of at least 0.1 s, a second."],
	["pauseLongest", "s", "Longest pause between the first and the last active frame."],
	["voicedLongest", "s", "Longest voiced stretch."],
	["voicedNpvi", "1", "Normalised pairwise variability of voiced stretches."],
	["unvoicedStretchMean", "s", "Mean length of stretches that are active and unvoiced."],
] as const;

const added: readonly FeatureDescription[] = [
	...voices.flatMap(([name, unit, source, text]) => describe(name, unit, source, text, voiceStatistics)),
	...describe("loudness", "1", "Eyben et al. 2016", "Loudness over its loud frames", loudnessStatistics),
	...spectra.flatMap((name) =>
		(["voiced", "unvoiced"] as const).flatMap((over) =>
			describe(
				`short_${name}_${over}`,
				name.startsWith("slope") ? "dB/kHz" : name === "flux" ? "1" : "dB",
				"Eyben et al. 2016",
				`${name} of 20 ms frames, ${over}`,
				spectrumStatistics,
			),
		),
	),
	...Array.from({ length: nMfcc - 1 }, (_, c) => c + 1).flatMap((c) => [
		{
			name: `mfcc${c}_deltaDeviation`,
			unit: "1/s",
			source: "librosa",
			description: `Spread of the deltas of MFCC ${c}, active frames.`,
		},
		{
			name: `mfcc${c}_deltaDeltaDeviation`,
			unit: "1/s²",
			source: "librosa",
			description: `Spread of the delta-deltas of MFCC ${c}, active frames.`,
		},
	]),
	...timing.map(([name, unit, description]) => ({ name, unit, source: "ours", description })),
];

/**
 * The third feature set for emotion: that of the second, and formants, perturbation, harmonics, cepstral peak,
 * auditory loudness, movement of the cepstrum, and syllables. No number depends on the level of the recording.
 */
export const undertone3: FeatureSet = {
	id: "undertone@3",
	name: "undertone",
	version: 3,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: [...undertone2.features, ...added],
	extract: (signal) => {
		const frames = undertoneFrames(signal);
		const data = Float32Array.from([...undertone2Values(frames), ...addedValues(signal, frames)]);
		return { rows: 1, columns: data.length, data };
	},
};

function* addedValues(signal: Float32Array, of: UndertoneFrames): Generator<number> {
	const { step, active } = of;
	const scaled = levelled(signal);
	const frames = Math.floor(signal.length / hopLength);
	const f0 = Float64Array.from({ length: frames }, (_, t) =>
		active[t] === true ? (of.f0[t] ?? Number.NaN) : Number.NaN,
	);
	const track = { frames, start: step / 2, step, f0, strength: of.strength, pitchCeiling: 600 };
	const isVoiced = (t: number): boolean => !Number.isNaN(f0[t] ?? Number.NaN);
	const pulses = glottalPulses(scaled, track, sampleRate);
	const { jitter, shimmer } = pulseContours(scaled, pulses, sampleRate, frames, step);
	const tracks = formants(scaled, {
		sampleRate,
		step,
		where: (time) => isVoiced(Math.round(time / step - 0.5)),
	});
	const column = (from: Float64Array, n: number): Float64Array =>
		Float64Array.from({ length: frames }, (_, t) => {
			const at = Math.round(((t + 0.5) * step - tracks.start) / step);
			if (at < 0 || at >= tracks.frames || !isVoiced(t)) return Number.NaN;
			return from[at * tracks.count + n] as number;
		});
	const frequencies = [0, 1, 2].map((n) => column(tracks.frequencies, n));
	const bandwidths = [0, 1, 2].map((n) => column(tracks.bandwidths, n));
	const [f1Level, f2Level, f3Level, h1H2] = harmonicLevels(scaled, f0, frequencies, hopLength);
	const cpp = cepstralPeakProminence(scaled, { sampleRate, hopLength: 2 * hopLength });
	const contours = [
		...frequencies,
		...bandwidths,
		f1Level,
		f2Level,
		f3Level,
		h1H2,
		jitter,
		shimmer,
		Float64Array.from({ length: frames }, (_, t) =>
			t % 2 === 0 && isVoiced(t) ? (cpp[t >> 1] ?? Number.NaN) : Number.NaN,
		),
	];
	for (const [i, contour] of contours.entries()) {
		// Formants and harmonics jump; every other frame has a cepstral peak.
		const values = contour as Float64Array;
		const every = i === contours.length - 1 ? 2 : 1;
		const kept = every === 1 ? values : values.filter((_, t) => t % every === 0);
		yield* Object.values(
			contourFunctionals(kept, { names: voiceStatistics, step: every * step, over: "all" }),
		);
	}
	const short = shortSpectra(scaled, hopLength);
	const named = (name: (typeof shortSpectraNames)[number]): Float64Array =>
		short[shortSpectraNames.indexOf(name)] as Float64Array;
	const loudness = relative(named("loudness"));
	yield* Object.values(contourFunctionals(loudness, { names: loudnessStatistics, step }));
	for (const name of spectra) {
		const contour = named(name).map((value, t) => (active[t] === true ? value : Number.NaN));
		for (const over of ["voiced", "unvoiced"] as const) {
			yield* Object.values(contourFunctionals(contour, { names: spectrumStatistics, step, over, f0 }));
		}
	}
	yield* movement(of);
	yield* timingOf(of, f0, loudness);
}

/** The signal with a peak of one half, so that floors lie equally far below it. */
function levelled(signal: Float32Array): Float32Array {
	let peak = 0;
	for (let i = 0; i < signal.length; i++) peak = Math.max(peak, Math.abs(signal[i] as number));
	const gain = peak > 0 ? 0.5 / peak : 0;
	return signal.map((x) => gain * x);
}

/** Loudness over that of its loud frames (95th percentile). */
function relative(loudness: Float64Array): Float64Array {
	const sorted = loudness.slice().sort();
	const loud = sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0;
	return loudness.map((value) => (loud > 0 ? value / loud : Number.NaN));
}

/** Deviations of deltas and delta-deltas over the active frames. */
function* movement({ frames, cepstra, active, step }: UndertoneFrames): Generator<number> {
	const matrix = { rows: frames, columns: nMfcc, data: cepstra };
	const width = 9;
	if (frames < width) {
		for (let c = 1; c < nMfcc; c++) yield* [Number.NaN, Number.NaN];
		return;
	}
	const first = deltas(matrix, { width });
	const second = deltas(matrix, { width, order: 2 });
	const rows = [...active.keys()].filter((t) => active[t] === true);
	const spread = ({ data }: { readonly data: Float64Array }, c: number): number =>
		deviation(rows.map((t) => data[t * nMfcc + c] as number));
	for (let c = 1; c < nMfcc; c++) yield* [spread(first, c) / step, spread(second, c) / step ** 2];
}

function* timingOf(of: UndertoneFrames, f0: Float64Array, loudness: Float64Array): Generator<number> {
	const { active, step } = of;
	const first = active.indexOf(true);
	const last = active.lastIndexOf(true);
	if (first < 0) {
		for (const _ of timing) yield Number.NaN;
		return;
	}
	const span = (last - first + 1) * step;
	const inside = active.slice(first, last + 1);
	const quiet = lengths(inside.map((is) => !is)).map((length) => length * step);
	const voiced = stretches(f0).map((length) => length * step);
	const unvoiced = lengths(inside.map((is, i) => is && Number.isNaN(f0[first + i] ?? Number.NaN))).map(
		(length) => length * step,
	);
	const syllables = nuclei(loudness, f0);
	yield syllables / span;
	yield syllables / (inside.filter(Boolean).length * step);
	yield quiet.filter((length) => length >= 0.1).length / span;
	yield Math.max(0, ...quiet);
	yield Math.max(0, ...voiced);
	yield npvi(voiced);
	yield unvoiced.length === 0 ? 0 : unvoiced.reduce((sum, length) => sum + length, 0) / unvoiced.length;
}

/** Peaks of the loudness, smoothed over 50 ms, that are voiced and stand out by a tenth of the loud frames. */
function nuclei(loudness: Float64Array, f0: Float64Array): number {
	let count = 0;
	let low = Infinity;
	let high = -Infinity;
	let at = 0;
	let rising = true;
	for (let t = 2; t + 2 < loudness.length; t++) {
		let level = 0;
		for (let i = -2; i <= 2; i++) level += (loudness[t + i] as number) / 5;
		if (rising) {
			if (level > high) {
				high = level;
				at = t;
			}
			if (level < high - 0.1) {
				if (!Number.isNaN(f0[at] ?? Number.NaN)) count++;
				rising = false;
				low = level;
			}
		} else {
			low = Math.min(low, level);
			if (level > low + 0.1) {
				rising = true;
				high = level;
				at = t;
			}
		}
	}
	return count;
}

/** Lengths of the stretches of true. */
function lengths(flags: readonly boolean[]): number[] {
	return stretches(Float64Array.from(flags, (flag) => (flag ? 1 : Number.NaN)));
}
