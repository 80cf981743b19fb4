import { createAutocorrelator, hann } from "@undertone/dsp";
import { peakAroundMean } from "./peak-around-mean.ts";

/** Frequencies in Hz, times in seconds. */
export interface TrackF0Options {
	readonly sampleRate: number;
	readonly step?: number;
	readonly pitchFloor?: number;
	readonly pitchCeiling?: number;
	/** Strength of the unvoiced candidate: more makes fewer frames voiced. */
	readonly voicingThreshold?: number;
	/** Frames whose peak is below this share of the clip's peak count as silent. */
	readonly silenceThreshold?: number;
	readonly octaveCost?: number;
	readonly octaveJumpCost?: number;
	readonly voicedUnvoicedCost?: number;
	/** Largest distance from the mean, of the whole where the signal is a part of it. */
	readonly peak?: number;
}

/** A pitch contour. */
export interface F0Track {
	/** Seconds between frames; frame t is centred on (t + 0.5) · step or as near as the window allows. */
	readonly step: number;
	/** Hz, NaN where unvoiced, shape `[frames]`. */
	readonly f0: Float64Array;
	/** Normalised autocorrelation at the chosen period, 0 where unvoiced, shape `[frames]`. */
	readonly strength: Float64Array;
}

const maxCandidates = 8;

/**
 * F0 by the autocorrelation method and a path through candidates, after Boersma (1993), made for speed: peaks
 * are refined by a parabola, where Praat interpolates by a sinc.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns One value every `step` seconds.
 * @throws {RangeError} If the window of three periods of the floor is longer than 8,192 samples.
 * @see Boersma (1993), Proc. Institute of Phonetic Sciences Amsterdam 17, 97–110
 */
export function trackF0(
	signal: Float32Array,
	{
		sampleRate,
		step = 0.01,
		pitchFloor = 75,
		pitchCeiling = 500,
		voicingThreshold = 0.45,
		silenceThreshold = 0.03,
		octaveCost = 0.01,
		octaveJumpCost = 0.35,
		voicedUnvoicedCost = 0.14,
		peak: globalPeak = peakAroundMean(signal),
	}: TrackF0Options,
): F0Track {
	const winLength = Math.round((3 * sampleRate) / pitchFloor);
	const nFft = 2 ** Math.ceil(Math.log2(1.5 * winLength));
	if (nFft > 8192) {
		throw new RangeError(
			`trackF0: pitchFloor must be at least ${Math.ceil((4.5 * sampleRate) / 8192)} Hz, got ${pitchFloor}.`,
		);
	}
	const hop = Math.round(step * sampleRate);
	const frames = Math.max(0, Math.floor(signal.length / hop));
	const minLag = Math.max(2, Math.floor(sampleRate / pitchCeiling));
	const maxLag = Math.min(Math.floor(winLength / 2), Math.ceil(sampleRate / pitchFloor));
	const correlate = autocorrelator(nFft, winLength, maxLag + 1);

	const frequencies = new Float64Array(frames * maxCandidates);
	const strengths = new Float64Array(frames * maxCandidates);
	const counts = new Int32Array(frames);
	const frame = new Float64Array(winLength);
	const startOf = (t: number): number => Math.round((t + 0.5) * hop - winLength / 2);
	const peaks = new Float64Array(frames);
	const correlations = correlate(frames, (t) => {
		peaks[t] = centredFrame(signal, startOf(t), frame);
		return frame;
	});
	let t = 0;
	for (const r of correlations) {
		const localPeak = peaks[t] as number;
		const at = t * maxCandidates;
		const intensity = globalPeak === 0 ? 0 : Math.min(1, localPeak / globalPeak);
		frequencies[at] = 0;
		strengths[at] =
			voicingThreshold + Math.max(0, 2 - intensity / (silenceThreshold / (1 + voicingThreshold)));
		let count = 1;
		for (let lag = minLag; lag <= maxLag; lag++) {
			const before = r[lag - 1] as number;
			const here = r[lag] as number;
			const after = r[lag + 1] as number;
			if (!(here > 0.15 && here > before && here >= after)) continue;
			const curve = before - 2 * here + after;
			const shift = curve === 0 ? 0 : (0.5 * (before - after)) / curve;
			const height = Math.min(1, here - 0.25 * (before - after) * shift);
			const f = sampleRate / (lag + shift);
			const strength = height - octaveCost * Math.log2(pitchCeiling / f);
			count = keepBest(frequencies, strengths, at, count, f, strength);
		}
		counts[t++] = count;
	}
	const jump = {
		octaveJumpCost: (octaveJumpCost * 0.01) / step,
		voicedUnvoicedCost: (voicedUnvoicedCost * 0.01) / step,
	};
	return bestPath(frequencies, strengths, counts, { step, pitchCeiling, octaveCost, ...jump });
}

/** Adds a candidate, replacing the weakest voiced one when full; returns the new count. */
function keepBest(
	frequencies: Float64Array,
	strengths: Float64Array,
	at: number,
	count: number,
	f: number,
	strength: number,
): number {
	let place = count;
	if (count === maxCandidates) {
		place = 1;
		for (let i = 2; i < count; i++) {
			if ((strengths[at + i] as number) < (strengths[at + place] as number)) place = i;
		}
		if ((strengths[at + place] as number) >= strength) return count;
	}
	frequencies[at + place] = f;
	strengths[at + place] = strength;
	return Math.min(maxCandidates, Math.max(count, place + 1));
}

/** Copies a frame with its mean removed; returns its peak. Outside the signal stand zeros. */
function centredFrame(signal: Float32Array, start: number, frame: Float64Array): number {
	const n = frame.length;
	const from = Math.max(0, -start);
	const to = Math.min(n, signal.length - start);
	let mean = 0;
	for (let i = from; i < to; i++) mean += signal[start + i] as number;
	mean /= Math.max(1, to - from);
	let peak = 0;
	frame.fill(0);
	for (let i = from; i < to; i++) {
		const x = (signal[start + i] as number) - mean;
		frame[i] = x;
		const size = x < 0 ? -x : x;
		if (size > peak) peak = size;
	}
	return peak;
}

/** Autocorrelations of the windowed frames over that of the window, both normalised, by FFT; one after another. */
function autocorrelator(nFft: number, winLength: number, lags: number) {
	const { frames: rowsOf, correlate, rowsAtOnce } = cachedAutocorrelator(nFft, lags + 1);
	const window = hann(winLength, { periodic: false });
	rowsOf().fill(0).set(window);
	const ofWindow = correlate(1).slice();
	const r = new Float64Array(lags + 1);
	return function* (total: number, frameOf: (t: number) => Float64Array): Generator<Float64Array> {
		const rows = rowsOf().fill(0);
		for (let first = 0; first < total; first += rowsAtOnce) {
			const count = Math.min(rowsAtOnce, total - first);
			for (let i = 0; i < count; i++) {
				const frame = frameOf(first + i);
				const at = i * nFft;
				for (let n = 0; n < winLength; n++) rows[at + n] = (frame[n] as number) * (window[n] as number);
			}
			const correlations = correlate(count);
			for (let at = 0; at < count * (lags + 1); at += lags + 1) {
				const energy = correlations[at] as number;
				if (energy <= 0) r.fill(0);
				else {
					for (let lag = 0; lag <= lags; lag++) {
						r[lag] =
							((correlations[at + lag] as number) * (ofWindow[0] as number)) /
							(energy * (ofWindow[lag] as number));
					}
				}
				yield r;
			}
		}
	};
}

const autocorrelators = new Map<string, ReturnType<typeof createAutocorrelator>>();

function cachedAutocorrelator(size: number, lags: number): ReturnType<typeof createAutocorrelator> {
	const key = `${size}:${lags}`;
	const known = autocorrelators.get(key) ?? createAutocorrelator(size, lags);
	autocorrelators.set(key, known);
	return known;
}

interface PathCosts {
	readonly step: number;
	readonly pitchCeiling: number;
	readonly octaveCost: number;
	readonly octaveJumpCost: number;
	readonly voicedUnvoicedCost: number;
}

/** The candidates with the best sum of strengths minus costs of change (Viterbi). */
function bestPath(
	frequencies: Float64Array,
	strengths: Float64Array,
	counts: Int32Array,
	{ step, pitchCeiling, octaveCost, octaveJumpCost, voicedUnvoicedCost }: PathCosts,
): F0Track {
	const frames = counts.length;
	const score = Float64Array.from(strengths);
	const from = new Int32Array(frames * maxCandidates);
	const octave = frequencies.map((f) => (f > 0 ? Math.log2(f) : 0));
	for (let t = 1; t < frames; t++) {
		const at = t * maxCandidates;
		const before = at - maxCandidates;
		for (let j = 0; j < (counts[t] as number); j++) {
			let best = -Infinity;
			for (let i = 0; i < (counts[t - 1] as number); i++) {
				const voiced = (frequencies[at + j] as number) > 0;
				const wasVoiced = (frequencies[before + i] as number) > 0;
				let cost = 0;
				if (voiced !== wasVoiced) cost = voicedUnvoicedCost;
				else if (voiced)
					cost = octaveJumpCost * Math.abs((octave[at + j] as number) - (octave[before + i] as number));
				const total = (score[before + i] as number) - cost;
				if (total > best) {
					best = total;
					from[at + j] = i;
				}
			}
			score[at + j] = (score[at + j] as number) + best;
		}
	}
	const f0 = new Float64Array(frames).fill(Number.NaN);
	const strength = new Float64Array(frames);
	let j = 0;
	for (let t = frames - 1; t >= 0; t--) {
		const at = t * maxCandidates;
		if (t === frames - 1) {
			for (let i = 1; i < (counts[t] as number); i++)
				if ((score[at + i] as number) > (score[at + j] as number)) j = i;
		}
		const f = frequencies[at + j] as number;
		if (f > 0) {
			f0[t] = f;
			strength[t] = (strengths[at + j] as number) + octaveCost * Math.log2(pitchCeiling / f);
		}
		j = from[at + j] as number;
	}
	return { step, f0, strength };
}
