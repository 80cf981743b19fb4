import { type CandidateFinder, createAutocorrelationFinder } from "../pitch/create-autocorrelation-finder.ts";
import { createCrossCorrelationFinder } from "../pitch/create-cross-correlation-finder.ts";
import type { PitchCandidates } from "../pitch/pitch-candidates.ts";

/** Candidates that a frame of harmonicity has room for. */
export const harmonicityRoom = 15;

/** Lags beyond the longest period that its interpolation looks at. */
export const harmonicityDepth = 70;

/** What finds the correlations that harmonicity takes the strongest of, and how much of the signal a frame needs, s. */
export function createHarmonicityFinder(
	method: "cc" | "ac",
	options: {
		readonly sampleRate: number;
		readonly pitchFloor: number;
		readonly periodsPerWindow: number;
		readonly skipBelow: number;
	},
): { readonly find: CandidateFinder; readonly windowDuration: number } {
	// The cross-correlation also needs the longest lag; the Gaussian's effective length is half of its length.
	const cross = method === "cc";
	const periods = cross ? options.periodsPerWindow + 1 : 2 * options.periodsPerWindow;
	const create = cross ? createCrossCorrelationFinder : createAutocorrelationFinder;
	const find = create({
		...options,
		periodsPerWindow: cross ? options.periodsPerWindow : periods,
		window: "gauss",
		depth: harmonicityDepth,
		bestOnly: true,
		minStrength: 0,
		octaveCost: 0,
	});
	return { find, windowDuration: periods / options.pitchFloor };
}

/**
 * The harmonics-to-noise ratio of frame `t`, dB; NaN where silence is stronger than its strongest correlation.
 *
 * @param intensity - Peak of the frame over that of the signal.
 */
export function strongestHnr(
	{ room, counts, strengths }: PitchCandidates,
	t: number,
	intensity: number,
	silenceThreshold: number,
): number {
	let best = 0;
	for (let i = 1; i < (counts[t] as number); i++) best = Math.max(best, strengths[t * room + i] as number);
	const unvoiced = Math.max(0, 2 - intensity / silenceThreshold);
	// A correlation of 1 would be infinitely harmonic: rounding leaves 150 dB.
	return best > unvoiced ? 10 * Math.log10(best / Math.max(1e-15, 1 - best)) : Number.NaN;
}
