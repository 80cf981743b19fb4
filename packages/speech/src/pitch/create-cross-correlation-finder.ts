import { type Autocorrelator, createCrossCorrelator } from "@undertone/dsp";
import { type AutocorrelationOptions, type CandidateFinder, flat } from "./create-autocorrelation-finder.ts";
import { frameCentre } from "./frame-times.ts";
import { highestPeak } from "./highest-peak.ts";
import { addPitchCandidate } from "./pitch-candidates.ts";
import { createSincPeakFinder } from "./sinc-peak.ts";
import { sumBetween } from "./sum-between.ts";

/**
 * Candidates from the peaks of each frame's forward cross-correlation: of one window with the window that starts a
 * lag later, divided by the root of the product of their energies. The finder owns its buffers and is reused.
 *
 * @see Praat's manual, "Sound: To Harmonicity (cc)..."
 */
export function createCrossCorrelationFinder({
	sampleRate,
	pitchFloor,
	periodsPerWindow,
	minStrength,
	octaveCost,
	depth = 70,
	bestOnly = false,
	skipBelow = 0,
}: AutocorrelationOptions): CandidateFinder {
	const period = Math.floor(sampleRate / pitchFloor);
	const halfPeriod = Math.floor(period / 2);
	const winLength = 2 * (Math.floor((0.5 * periodsPerWindow * sampleRate) / pitchFloor) - 1);
	const maxLag = Math.floor(sampleRate / pitchFloor) + 2;
	const curve = new Float64Array(2 * (maxLag + depth) + 1);
	const zero = maxLag + depth;
	const length = winLength + maxLag + depth;
	const size = 2 ** Math.ceil(Math.log2(length));
	const width = maxLag + depth + 1;
	const plan = correlatorOf(size, winLength, width);
	const finder = createSincPeakFinder(depth);
	// Frames of a batch: those that are not skipped, and how much of the signal each has.
	const batch = new Int32Array(plan.rowsAtOnce);
	const spans = new Int32Array(plan.rowsAtOnce);
	return (signal, times, candidates, globalPeak) => {
		if (globalPeak === 0) return;
		for (let t = 0; t < times.frames; ) {
			const rows = plan.frames();
			let count = 0;
			for (; count < batch.length && t < times.frames; t++) {
				const centre = frameCentre(times, t, sampleRate);
				const right = Math.floor(centre) + 1;
				const mean = sumBetween(signal, right - period, right + period) / (2 * period);
				let peak = 0;
				const end = Math.min(signal.length, right + halfPeriod);
				for (let i = Math.max(0, right - halfPeriod); i < end; i++) {
					const away = Math.abs((signal[i] as number) - mean);
					if (away > peak) peak = away;
				}
				candidates.intensities[t] = Math.min(1, peak / globalPeak);
				if ((candidates.intensities[t] as number) <= skipBelow) continue;
				const first = Math.max(
					0,
					Math.floor(centre - (0.5 * (periodsPerWindow + 1) * sampleRate) / pitchFloor),
				);
				const span = Math.min(length, signal.length - first);
				const at = count * size;
				for (let i = 0; i < span; i++) rows[at + i] = (signal[first + i] as number) - mean;
				rows.fill(0, at + span, at + size);
				batch[count] = t;
				spans[count++] = span;
			}
			const correlations = plan.correlate(count);
			for (let n = 0; n < count; n++) {
				const frame = n * size;
				const cross = n * width;
				const lags = Math.min(maxLag + depth, (spans[n] as number) - winLength);
				let own = 0;
				for (let i = frame; i < frame + winLength; i++) own += (rows[i] as number) ** 2;
				let other = own;
				curve.fill(0);
				curve[zero] = 1;
				for (let lag = 1; lag <= lags; lag++) {
					other +=
						(rows[frame + lag + winLength - 1] as number) ** 2 - (rows[frame + lag - 1] as number) ** 2;
					const r = other > 0 ? (correlations[cross + lag] as number) / Math.sqrt(own * other) : 0;
					curve[zero + lag] = r;
					curve[zero - lag] = r;
				}
				const end = Math.min(winLength, lags);
				const highest = bestOnly ? highestPeak(curve, zero + 2, zero + end) : 0;
				for (let lag = 2; lag < end; lag++) {
					const here = curve[zero + lag] as number;
					if (here <= minStrength || (bestOnly && lag >= 8 && here < highest - 0.1)) continue;
					const before = curve[zero + lag - 1] as number;
					const after = curve[zero + lag + 1] as number;
					// A correlation that is flat but for rounding (of a constant) has no peak.
					if (!(here > before && here >= after && 2 * here - before - after > flat)) continue;
					finder.find(curve, zero + lag);
					const height = finder.height > 1 ? 1 / finder.height : finder.height;
					const frequency = sampleRate / (finder.place - zero);
					addPitchCandidate(candidates, batch[n] as number, frequency, height, octaveCost);
				}
			}
		}
	};
}

/** Plans are kept: their tables cost more than a clip's transforms. */
const plans = new Map<string, Autocorrelator>();

function correlatorOf(size: number, winLength: number, lags: number): Autocorrelator {
	const key = `${size},${winLength},${lags}`;
	const known = plans.get(key) ?? createCrossCorrelator(size, winLength, lags);
	plans.set(key, known);
	return known;
}
