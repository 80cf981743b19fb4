import { createRealFft } from "@undertone/dsp";
import { type AutocorrelationOptions, flat } from "./autocorrelation-candidates.ts";
import { type FrameTimes, frameCentre } from "./frame-times.ts";
import { highestPeak } from "./highest-peak.ts";
import { peakAroundMean } from "./peak-around-mean.ts";
import { addPitchCandidate, type PitchCandidates } from "./pitch-candidates.ts";
import { createSincPeakFinder } from "./sinc-peak.ts";

/**
 * Fills in candidates from the peaks of each frame's forward cross-correlation: of one window with the window
 * that starts a lag later, divided by the root of the product of their energies.
 *
 * @see Praat's manual, "Sound: To Harmonicity (cc)..."
 */
export function crossCorrelationCandidates(
	signal: Float32Array,
	times: FrameTimes,
	candidates: PitchCandidates,
	{
		sampleRate,
		pitchFloor,
		periodsPerWindow,
		minStrength,
		octaveCost,
		depth = 70,
		bestOnly = false,
		skipBelow = 0,
	}: AutocorrelationOptions,
): void {
	const globalPeak = peakAroundMean(signal);
	if (globalPeak === 0) return;
	const period = Math.floor(sampleRate / pitchFloor);
	const halfPeriod = Math.floor(period / 2);
	const winLength = 2 * (Math.floor((0.5 * periodsPerWindow * sampleRate) / pitchFloor) - 1);
	const maxLag = Math.floor(sampleRate / pitchFloor) + 2;
	const curve = new Float64Array(2 * (maxLag + depth) + 1);
	const zero = maxLag + depth;
	const length = winLength + maxLag + depth;
	const correlate = crossCorrelator(winLength, length);
	const frame = new Float64Array(length);
	const finder = createSincPeakFinder(depth);
	for (let t = 0; t < times.frames; t++) {
		const centre = frameCentre(times, t, sampleRate);
		const right = Math.floor(centre) + 1;
		let mean = 0;
		const from = Math.max(0, right - period);
		const to = Math.min(signal.length, right + period);
		for (let i = from; i < to; i++) mean += signal[i] as number;
		mean /= 2 * period;
		let peak = 0;
		for (let i = Math.max(0, right - halfPeriod); i < Math.min(signal.length, right + halfPeriod); i++) {
			peak = Math.max(peak, Math.abs((signal[i] as number) - mean));
		}
		candidates.intensities[t] = Math.min(1, peak / globalPeak);
		if ((candidates.intensities[t] as number) <= skipBelow) continue;
		const first = Math.max(0, Math.floor(centre - (0.5 * (periodsPerWindow + 1) * sampleRate) / pitchFloor));
		const span = Math.min(length, signal.length - first);
		for (let i = 0; i < span; i++) frame[i] = (signal[first + i] as number) - mean;
		frame.fill(0, span);
		const lags = Math.min(maxLag + depth, span - winLength);
		let own = 0;
		for (let i = 0; i < winLength; i++) own += (frame[i] as number) ** 2;
		let other = own;
		const cross = correlate(frame);
		curve.fill(0);
		curve[zero] = 1;
		for (let lag = 1; lag <= lags; lag++) {
			other += (frame[lag + winLength - 1] as number) ** 2 - (frame[lag - 1] as number) ** 2;
			const r = other > 0 ? (cross[lag] as number) / Math.sqrt(own * other) : 0;
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
			addPitchCandidate(candidates, t, sampleRate / (finder.place - zero), height, octaveCost);
		}
	}
}

/** Gives Σ x[i] x[i + lag] over the first `winLength` samples, for all lags, by FFT. */
function crossCorrelator(winLength: number, length: number): (x: Float64Array) => Float64Array {
	const nFft = 2 ** Math.ceil(Math.log2(length));
	const fft = createRealFft(nFft);
	const padded = new Float64Array(nFft);
	const [ar, ai, br, bi] = Array.from({ length: 4 }, () => new Float64Array(nFft / 2 + 1)) as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	const output = new Float64Array(nFft);
	return (x) => {
		padded.set(x);
		fft.forward(padded, br, bi);
		padded.fill(0, winLength);
		fft.forward(padded, ar, ai);
		for (let k = 0; k < ar.length; k++) {
			const a = ar[k] as number;
			const b = ai[k] as number;
			const c = br[k] as number;
			const d = bi[k] as number;
			br[k] = a * c + b * d;
			bi[k] = a * d - b * c;
		}
		fft.inverse(br, bi, output);
		return output;
	};
}
