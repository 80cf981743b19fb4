import { defined, deviation, mean, percentile, slopes, trend } from "../functionals/contour-statistics.ts";
import { type Intensity, intensity } from "../intensity/intensity.ts";
import { type PitchContour, pitch } from "../pitch/pitch.ts";
import { pitchSlope } from "../pitch/pitch-slope.ts";
import { byRecipe, type ContourRecipe, type SignalContours } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const step = 0.01;

const spread = ["mean", "deviation", "minimum", "percentile10", "median", "percentile90", "maximum", "range"];
const movement = ["slope", "risingShare", "risingSlope", "fallingSlope", "turnsPerSecond"];
const texts: Readonly<Record<string, string>> = {
	range: "90th minus 10th percentile",
	slope: "least-squares trend",
	risingShare: "share of the steps that rise",
	risingSlope: "mean slope of rising parts, 0 without any",
	fallingSlope: "mean slope of falling parts, 0 without any",
	turnsPerSecond: "changes of direction per second",
};

/** The part of {@link prosody1} on intensity. */
export const intensityFeatures: readonly FeatureDescription[] = describe(
	"intensity",
	"dB",
	"Intensity within 40 dB of the loudest",
);

/** Contours of pitch (`pitch`, Hz) and of intensity (`intensity`, dB) by Praat's usual settings, every 10 ms. */
export const prosodyRecipe: Omit<ContourRecipe, "statistics"> = {
	sampleRate,
	hopLength: step * sampleRate,
	contours: (signal, part) => {
		const track = pitch(signal, { sampleRate, step, part });
		const level = intensity(signal, { sampleRate, step, part });
		return {
			contours: { pitch: track.f0, intensity: level.decibels },
			starts: { pitch: track.start, intensity: level.start },
		};
	},
};

/** Pitch (semitones above 100 Hz) and intensity of a clip: spread, trend, rises and falls. */
export const prosody1: FeatureSet = {
	id: "prosody@1",
	name: "prosody",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features: [
		...describe("pitch", "semitones", "Pitch above 100 Hz, voiced frames"),
		{
			name: "pitch_absoluteSlope",
			unit: "semitones/s",
			source: "Praat",
			description: "Mean absolute slope of pitch without octave jumps.",
		},
		...intensityFeatures,
	],
	...byRecipe({
		...prosodyRecipe,
		statistics: function* (of) {
			const { track, level } = prosodyOf(of);
			yield* statistics(
				track.f0.map((f) => 12 * Math.log2(f / 100)),
				track.step,
			);
			yield pitchSlope(track);
			yield* intensityStatistics(level);
		},
	}),
};

/** Pitch and intensity as {@link prosodyRecipe} found them. */
export function prosodyOf({ contours, starts = {} }: SignalContours): {
	readonly track: PitchContour;
	readonly level: Intensity;
} {
	const f0 = contours.pitch as Float64Array;
	const decibels = contours.intensity as Float64Array;
	return {
		track: { frames: f0.length, start: starts.pitch as number, step, f0 },
		level: { frames: decibels.length, start: starts.intensity as number, step, decibels },
	};
}

/** The numbers of {@link intensityFeatures}; NaN without any sound. */
export function intensityStatistics({ decibels, step }: Intensity): number[] {
	const loudest = decibels.reduce((most, value) => Math.max(most, value), -Infinity);
	return statistics(
		decibels.map((value) => (value > loudest - 40 && value > -300 ? value : Number.NaN)),
		step,
	);
}

function describe(name: string, unit: string, text: string): FeatureDescription[] {
	return [...spread, ...movement].map((statistic) => ({
		name: `${name}_${statistic}`,
		unit:
			statistic === "risingShare"
				? "1"
				: statistic === "turnsPerSecond"
					? "1/s"
					: /lope/.test(statistic)
						? `${unit}/s`
						: unit,
		source: "Praat",
		description: `${text}: ${texts[statistic] ?? statistic}.`,
	}));
}

function statistics(values: Float64Array, step: number): number[] {
	const sorted = defined(values).sort();
	const at = (share: number): number => percentile(sorted, share);
	const { rising, falling } = slopes(values, step);
	let steps = 0;
	let rises = 0;
	for (let t = 1; t < values.length; t++) {
		const change = (values[t] as number) - (values[t - 1] as number);
		if (Number.isNaN(change)) continue;
		steps++;
		if (change > 0) rises++;
	}
	const none = sorted.length === 0 ? Number.NaN : 0;
	return [
		mean(sorted),
		deviation(sorted),
		at(0),
		at(0.1),
		at(0.5),
		at(0.9),
		at(1),
		at(0.9) - at(0.1),
		trend(values, step),
		steps === 0 ? Number.NaN : rises / steps,
		rising.length === 0 ? none : mean(rising),
		falling.length === 0 ? none : mean(falling),
		sorted.length === 0 ? Number.NaN : (rising.length + falling.length) / (sorted.length * step),
	];
}
