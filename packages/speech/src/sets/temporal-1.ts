import { deviation, mean, stretches } from "../functionals/contour-statistics.ts";
import { npvi } from "../temporal/npvi.ts";
import { pauses } from "../temporal/pauses.ts";
import { syllableNuclei } from "../temporal/syllable-nuclei.ts";
import { byRecipe, type SignalContours, type WholeSignal } from "./contour-recipe.ts";
import type { FeatureDescription, FeatureSet } from "./feature-set.ts";
import { prosodyOf, prosodyRecipe } from "./prosody-1.ts";

const sampleRate = 16000;
const deJong = "de Jong & Wempe 2009";

const features: readonly FeatureDescription[] = [
	["duration", "s", "ours", "Length of the clip"],
	["speechDuration", "s", deJong, "Time from the first to the last sound"],
	["phonationTime", "s", deJong, "Time of speech without the pauses"],
	["phonationRatio", "1", deJong, "Phonation time over speech duration"],
	["pauseCount", "pauses", deJong, "Pauses of at least 0.3 s within the speech"],
	["pauseMean", "s", deJong, "Mean length of a pause, 0 without any"],
	["pauseLongest", "s", deJong, "Longest pause, 0 without any"],
	["pauseShare", "1", deJong, "Pauses over speech duration"],
	["syllableCount", "syllables", deJong, "Syllable nuclei"],
	["speechRate", "1/s", deJong, "Syllables over speech duration"],
	["articulationRate", "1/s", deJong, "Syllables over phonation time"],
	["syllableDuration", "s", deJong, "Phonation time per syllable"],
	["voicedShare", "1", "ours", "Voiced share of the phonation time"],
	["voicedStretchMean", "s", "ours", "Mean length of voiced stretches"],
	["voicedStretchDeviation", "s", "ours", "Deviation of the length of voiced stretches"],
	["voicedNpvi", "1", "Grabe & Low 2002", "Variability of neighbouring voiced stretches, nPVI"],
].map(([name = "", unit = "", source = "", description = ""]) => ({ name, unit, source, description }));

/** Speech, pauses, syllables and rhythm of a clip; NaN where there is no speech to measure. */
export const temporal1: FeatureSet = {
	id: "temporal@1",
	name: "temporal",
	version: 1,
	sampleRate,
	kind: "functionals",
	hopLength: null,
	features,
	...byRecipe({ ...prosodyRecipe, statistics: temporalValues }),
};

/** The numbers of {@link temporal1}. */
export function temporalValues(of: SignalContours, { samples }: WholeSignal): number[] {
	const duration = samples / sampleRate;
	const { track, level } = prosodyOf(of);
	const parts = pauses(level, duration);
	const first = parts.speech[0]?.start ?? Number.NaN;
	const span = (parts.speech.at(-1)?.end ?? Number.NaN) - first;
	const silences = parts.pauses.map(({ start, end }) => end - start);
	const silent = silences.reduce((sum, length) => sum + length, 0);
	const phonation = span - silent;
	const syllables = syllableNuclei(level, track).length;
	const voiced = stretches(track.f0).map((length) => length * track.step);
	const voicedTime = voiced.reduce((sum, length) => sum + length, 0);
	return [
		duration,
		span,
		phonation,
		phonation / span,
		silences.length,
		silences.length === 0 ? 0 : silent / silences.length,
		silences.reduce((most, length) => Math.max(most, length), 0),
		silent / span,
		syllables,
		syllables / span,
		syllables / phonation,
		syllables === 0 ? Number.NaN : phonation / syllables,
		Math.min(1, voicedTime / phonation),
		mean(voiced),
		deviation(voiced),
		npvi(voiced),
	];
}
