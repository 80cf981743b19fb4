import { createFrameAutocorrelator, type FrameAutocorrelator, fastLength, hann } from "@undertone/dsp";
import { type FrameTimes, frameCentre } from "./frame-times.ts";
import { highestPeak } from "./highest-peak.ts";
import { addPitchCandidate, type PitchCandidates } from "./pitch-candidates.ts";
import { createSincPeakFinder } from "./sinc-peak.ts";
import { sumBetween } from "./sum-between.ts";

/** Curvature below which a correlation is flat: its peaks are made of rounding. Voices lie above 1e-4. */
export const flat = 1e-10;

/** What the autocorrelation method needs to know. */
export interface AutocorrelationOptions {
	readonly sampleRate: number;
	/** Hz. */
	readonly pitchFloor: number;
	/** Length of the window in periods of the floor. */
	readonly periodsPerWindow: number;
	/** Peaks of the correlation below this are no candidates. */
	readonly minStrength: number;
	readonly octaveCost: number;
	/** Samples of the correlation on either side that take part in its interpolation. */
	readonly depth?: number;
	/** Leaves out candidates that cannot be the frame's strongest: peaks more than 0.1 below the highest. */
	readonly bestOnly?: boolean;
	/** Frames whose intensity is not above this get no voiced candidate: none could win. */
	readonly skipBelow?: number;
	/** Hanning, or a Gaussian that has fallen to e⁻¹² at the edges of the window. */
	readonly window?: "hann" | "gauss";
}

/**
 * Fills in candidates of the frames at `times`, which are all unvoiced so far.
 *
 * @param peak - What intensities are relative to; where it is 0, nothing is filled in.
 */
export type CandidateFinder = (
	signal: Float32Array,
	times: FrameTimes,
	candidates: PitchCandidates,
	peak: number,
) => void;

/**
 * Candidates from the peaks of each frame's autocorrelation, divided by that of the window. The finder owns its buffers
 * and is reused.
 *
 * A frame is windowed around its centre after the mean over one longest period to either side is removed; its
 * intensity is the windowed peak within half such a period, over the peak of the signal.
 *
 * @see Boersma (1993), sections 2 and 3
 */
export function createAutocorrelationFinder({
	sampleRate,
	pitchFloor,
	periodsPerWindow,
	minStrength,
	octaveCost,
	depth = 30,
	bestOnly = false,
	skipBelow = 0,
	window: shape = "hann",
}: AutocorrelationOptions): CandidateFinder {
	const period = Math.floor(sampleRate / pitchFloor);
	const half = Math.floor((periodsPerWindow * sampleRate) / pitchFloor / 2) - 1;
	const winLength = 2 * half;
	const maxLag = Math.min(Math.floor(winLength / periodsPerWindow) + 2, winLength);
	const reach = maxLag + depth + 2;
	const { plan, window, perWindow } = planOf(shape, winLength, reach);
	// The normalised curve, symmetric around lag 0, which stands at `reach`.
	const curve = new Float64Array(2 * reach + 1);
	const finder = createSincPeakFinder(depth);
	const halfPeriod = Math.floor(period / 2);
	// Frames of a batch: those that are not skipped, where each begins, and its mean.
	const batch = new Int32Array(plan.rowsAtOnce);
	const starts = new Int32Array(plan.rowsAtOnce);
	const means = new Float64Array(plan.rowsAtOnce);
	return (signal, times, candidates, globalPeak) => {
		if (globalPeak === 0) return;
		for (let t = 0; t < times.frames; ) {
			let count = 0;
			for (; count < batch.length && t < times.frames; t++) {
				const right = Math.floor(frameCentre(times, t, sampleRate)) + 1;
				const mean = sumBetween(signal, right - period, right + period) / (2 * period);
				const first = right - half;
				let peak = 0;
				for (let i = half - halfPeriod; i < half + halfPeriod; i++) {
					const size = Math.abs(((signal[first + i] as number) - mean) * (window[i] as number));
					if (size > peak) peak = size;
				}
				const intensity = Math.min(1, peak / globalPeak);
				candidates.intensities[t] = intensity;
				if (intensity <= skipBelow) continue;
				starts[count] = first;
				means[count] = mean;
				batch[count++] = t;
			}
			const correlations = plan.correlate(signal, starts, means, count);
			for (let n = 0; n < count; n++) {
				const frame = batch[n] as number;
				const row = n * (reach + 1);
				const scale = 1 / (correlations[row] as number);
				for (let lag = 0; lag <= reach; lag++) {
					const r = (correlations[row + lag] as number) * (perWindow[lag] as number) * scale;
					curve[reach + lag] = r;
					curve[reach - lag] = r;
				}
				const highest = bestOnly ? highestPeak(curve, reach + 2, reach + maxLag) : 0;
				for (let lag = 2; lag < maxLag; lag++) {
					const here = curve[reach + lag] as number;
					if (here <= minStrength || (bestOnly && lag >= 8 && here < highest - 0.1)) continue;
					const before = curve[reach + lag - 1] as number;
					const after = curve[reach + lag + 1] as number;
					// A correlation that is flat but for rounding (of a constant) has no peak.
					if (!(here > before && here >= after && 2 * here - before - after > flat)) continue;
					finder.find(curve, reach + lag);
					const height = finder.height > 1 ? 1 / finder.height : finder.height;
					addPitchCandidate(candidates, frame, sampleRate / (finder.place - reach), height, octaveCost);
				}
			}
		}
	};
}

interface Plan {
	readonly plan: FrameAutocorrelator;
	/** Shape `[winLength]`. */
	readonly window: Float64Array;
	/** One over its autocorrelation, lags 0 … reach, times that at 0. */
	readonly perWindow: Float64Array;
}

/** Plans are kept: their tables cost more than a clip's transforms. */
const plans = new Map<string, Plan>();

function planOf(shape: "hann" | "gauss", winLength: number, reach: number): Plan {
	const key = `${shape}:${winLength}:${reach}`;
	const known = plans.get(key);
	if (known !== undefined) return known;
	const window =
		shape === "hann" ? hann(winLength + 2, { periodic: false }).subarray(1, winLength + 1) : gauss(winLength);
	// What wraps around at the edges of a Gaussian is 1e-9 of the whole: half the size is enough for it.
	const needed = shape === "gauss" ? Math.max(winLength, 0.9 * winLength + reach) : 1.5 * winLength + 1;
	const nFft = fastLength(Math.max(needed, 2 * (reach + 1), 24));
	const plan = createFrameAutocorrelator(nFft, window, reach + 1);
	const ones = new Float32Array(winLength).fill(1);
	const ofWindow = plan.correlate(ones, new Int32Array(1), new Float64Array(1), 1);
	const perWindow = ofWindow.map((r) => (ofWindow[0] as number) / r);
	const made = { plan, window, perWindow };
	plans.set(key, made);
	return made;
}

/** A Gaussian that is zero one sample outside its ends. */
function gauss(n: number): Float64Array {
	const edge = Math.exp(-12);
	return Float64Array.from({ length: n }, (_, i) => {
		const x = (i + 1) / (n + 1) - 0.5;
		return (Math.exp(-48 * x * x) - edge) / (1 - edge);
	});
}
