import { formants } from "../formants/formants.ts";
import { praatFormantTimes } from "../formants/praat-formant-times.ts";
import { praatStatistics } from "../functionals/praat-statistics.ts";
import { intensity } from "../intensity/intensity.ts";
import { type FrameTimes, samplesBefore } from "../pitch/frame-times.ts";
import { pitch } from "../pitch/pitch.ts";
import { pitchAt } from "../pitch/pitch-at.ts";
import { pitchSlope } from "../pitch/pitch-slope.ts";
import { glottalPulses } from "../voice/glottal-pulses.ts";
import { harmonicity } from "../voice/harmonicity.ts";
import { jitter } from "../voice/jitter.ts";
import { pulseAmplitudes, shimmerOf } from "../voice/shimmer.ts";
import { byRecipe, type ContourRecipe, type SignalContours } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";

const sampleRate = 16000;
const step = 0.01;
const formantNumbers = [1, 2, 3] as const;

/** Name, unit and description of every number, in the order of the reference tables. */
const entries: readonly (readonly [string, string, string])[] = [
	["dur_s", "s", "Duration"],
	["f0_n_frames", "frames", "Frames of the pitch contour"],
	["f0_voiced_frames", "frames", "Voiced frames"],
	["f0_mean_hz", "Hz", "Mean F0 of voiced frames"],
	["f0_sd_hz", "Hz", "Standard deviation of F0"],
	["f0_min_hz", "Hz", "Lowest F0, parabolic interpolation"],
	["f0_max_hz", "Hz", "Highest F0, parabolic interpolation"],
	["f0_q05", "Hz", "5 % quantile of F0"],
	["f0_q25", "Hz", "25 % quantile of F0"],
	["f0_median", "Hz", "Median F0"],
	["f0_q75", "Hz", "75 % quantile of F0"],
	["f0_q95", "Hz", "95 % quantile of F0"],
	["f0_mean_semit_re_100", "semitones", "Mean F0 above 100 Hz"],
	["f0_sd_semit", "semitones", "Standard deviation of F0"],
	["f0_slope_wo_octave_jumps", "semitones/s", "Mean absolute slope of F0 without octave jumps"],
	["pp_n_points", "pulses", "Glottal pulses"],
	["n_periods", "periods", "Periods"],
	["mean_period_s", "s", "Mean period"],
	["jitter_local", "1", "Jitter (local)"],
	["jitter_local_abs", "s", "Jitter (local, absolute)"],
	["jitter_rap", "1", "Jitter (rap)"],
	["jitter_ppq5", "1", "Jitter (ppq5)"],
	["jitter_ddp", "1", "Jitter (ddp)"],
	["shimmer_local", "1", "Shimmer (local)"],
	["shimmer_local_dB", "dB", "Shimmer (local, dB)"],
	["shimmer_apq3", "1", "Shimmer (apq3)"],
	["shimmer_apq5", "1", "Shimmer (apq5)"],
	["shimmer_apq11", "1", "Shimmer (apq11)"],
	["shimmer_dda", "1", "Shimmer (dda)"],
	["hnr_cc_mean_dB", "dB", "Mean harmonics-to-noise ratio (cross-correlation)"],
	["hnr_cc_sd_dB", "dB", "Standard deviation of that ratio"],
	["hnr_ac_mean_dB", "dB", "Mean harmonics-to-noise ratio (autocorrelation)"],
	["int_mean_energy_dB", "dB", "Level of the mean power of the intensity contour"],
	["int_mean_dB_avg", "dB", "Mean intensity"],
	["int_sd_dB", "dB", "Standard deviation of intensity"],
	["int_min_dB", "dB", "Lowest intensity, parabolic interpolation"],
	["int_max_dB", "dB", "Highest intensity, parabolic interpolation"],
	["int_median_dB", "dB", "Median intensity"],
	...formantNumbers.flatMap(
		(f) =>
			[
				[`f${f}_mean`, "Hz", `Mean of formant ${f}`],
				[`f${f}_sd`, "Hz", `Standard deviation of formant ${f}`],
				[`f${f}_median`, "Hz", `Median of formant ${f}`],
				[`b${f}_mean`, "Hz", `Mean bandwidth of formant ${f}`],
				[`f${f}_mean_voiced`, "Hz", `Mean of formant ${f} where voiced`],
			] as const,
	),
];

const recipe: Omit<ContourRecipe, "statistics"> = {
	sampleRate,
	hopLength: step * sampleRate,
	contours: (signal, part) => {
		const track = pitch(signal, { sampleRate, step, part });
		const times = glottalPulses(signal, track, sampleRate, part.peak);
		const before = samplesBefore(part.origin, step, sampleRate);
		const tracks = formants(signal, { sampleRate, step, part });
		const column = (from: Float64Array, f: number): Float64Array =>
			Float64Array.from({ length: tracks.frames }, (_, t) => from[t * tracks.count + f] as number);
		return {
			contours: {
				pitch: track.f0,
				hnrCc: harmonicity(signal, { sampleRate, step, part }).hnr,
				hnrAc: harmonicity(signal, { sampleRate, step, method: "ac", part }).hnr,
				intensity: intensity(signal, { sampleRate, step, part }).decibels,
				...Object.fromEntries(
					formantNumbers.flatMap((n) => [
						[`f${n}`, column(tracks.frequencies, n - 1)],
						[`b${n}`, column(tracks.bandwidths, n - 1)],
					]),
				),
			},
			starts: { pitch: track.start, formants: tracks.start },
			pulses: { times, amplitudes: pulseAmplitudes(signal, times, sampleRate, undefined, before) },
		};
	},
};

/**
 * What Praat says about a voice, with its usual settings (pitch 75–600 Hz, formants below 5,500 Hz, step 10 ms),
 * under the names of the reference tables.
 *
 * Its means of formants "where voiced" (`f1_mean_voiced` …) lie up to 6 % from Praat's where formant frames fall midway
 * between pitch frames; {@link praat2} mends that.
 */
export const praat1: FeatureSet = praat(1, ({ start, step }) => ({ start, step }));

/** {@link praat1} with the times of formant frames to Praat's last bit, which decides where voiced means are taken. */
export const praat2: FeatureSet = praat(2, ({ frames, step }, samples) =>
	praatFormantTimes(samples, frames, { sampleRate, ceiling: 5500, step }),
);

type FormantTimes = (tracks: FrameTimes, samples: number) => Pick<FrameTimes, "start" | "step">;

function praat(version: number, timesOf: FormantTimes): FeatureSet {
	return {
		id: `praat@${version}`,
		name: "praat",
		version,
		sampleRate,
		kind: "functionals",
		hopLength: null,
		features: entries.map(
			([name, unit, description]): FeatureDescription => ({ name, unit, source: "Praat", description }),
		),
		...byRecipe({ ...recipe, statistics: (of, { samples }) => statistics(of, samples, timesOf) }),
	};
}

function* statistics(
	{ contours, starts = {}, pulses }: SignalContours,
	samples: number,
	timesOf: FormantTimes,
): Generator<number> {
	const at = (name: string): Float64Array => contours[name] ?? new Float64Array(0);
	const f0 = at("pitch");
	const track = { frames: f0.length, start: starts.pitch as number, step, f0 };
	yield samples / sampleRate;
	yield f0.length;
	yield f0.reduce((count, f) => count + (f > 0 ? 1 : 0), 0);
	const hertz = praatStatistics(f0);
	yield* [hertz.mean, hertz.deviation, hertz.minimum, hertz.maximum];
	for (const share of [0.05, 0.25, 0.5, 0.75, 0.95]) yield hertz.quantile(share);
	const semitones = praatStatistics(f0.map((f) => 12 * Math.log2(f / 100)));
	yield* [semitones.mean, semitones.deviation, pitchSlope(track)];

	const { times, amplitudes } = pulses ?? { times: new Float64Array(0), amplitudes: new Float64Array(0) };
	const j = jitter(times);
	yield* [times.length, j.periods, j.meanPeriod];
	yield* [j.jitterLocal, j.jitterAbsolute, j.jitterRap, j.jitterPpq5, j.jitterDdp];
	const s = shimmerOf(times, amplitudes);
	yield* [s.shimmerLocal, s.shimmerLocalDb, s.shimmerApq3, s.shimmerApq5, s.shimmerApq11, s.shimmerDda];
	const ratio = praatStatistics(at("hnrCc"));
	yield* [ratio.mean, ratio.deviation];
	yield praatStatistics(at("hnrAc")).mean;

	const decibels = at("intensity");
	const level = praatStatistics(decibels);
	yield 10 * Math.log10(praatStatistics(decibels.map((value) => 10 ** (value / 10))).mean);
	yield* [level.mean, level.deviation, level.minimum, level.maximum, level.quantile(0.5)];

	const formantTimes = timesOf({ frames: at("f1").length, start: starts.formants as number, step }, samples);
	for (const n of formantNumbers) {
		const frequencies = at(`f${n}`);
		const of = praatStatistics(frequencies);
		yield* [of.mean, of.deviation, of.quantile(0.5)];
		yield praatStatistics(at(`b${n}`)).mean;
		yield praatStatistics(
			frequencies.map((value, t) =>
				Number.isNaN(pitchAt(track, formantTimes.start + t * formantTimes.step)) ? Number.NaN : value,
			),
		).mean;
	}
}
