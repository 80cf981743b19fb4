import { createPitchDecoder } from "./decode-pitch.ts";
import {
	isTrough,
	overDifferenceFunctions,
	parabolicShift,
	periodRange,
	type YinOptions,
} from "./difference-function.ts";

/** A pitch contour, each of shape `[frames]`. */
export interface PyinTrack {
	/** Hz, NaN where unvoiced. */
	readonly f0: Float64Array;
	readonly voiced: readonly boolean[];
	/** Probability that the frame is voiced, before decoding. */
	readonly voicedProbability: Float64Array;
}

const nThresholds = 100;
const noTroughProbability = 0.01;
const binsPerSemitone = 10;
const semitonesPerSecond = 35.92 * 12;

/**
 * F0 by probabilistic YIN: candidates under a hundred thresholds with a Beta(2, 18) prior, then the likeliest
 * path through pitch bins of a tenth of a semitone, voiced and unvoiced: `librosa.pyin`.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @throws {RangeError} If not 0 < fMin < fMax ≤ sampleRate / 2.
 * @see Mauch & Dixon (2014), doi:10.1109/ICASSP.2014.6853678
 */
export function pyin(signal: Float32Array, options: YinOptions): PyinTrack {
	const tracker = createPyinTracker(options);
	overDifferenceFunctions(signal, options, tracker.add);
	return tracker.finish();
}

/** {@link pyin} of difference functions that come one after another, of which none is held. */
export function createPyinTracker(options: YinOptions): {
	add(values: Float64Array): void;
	finish(): PyinTrack;
} {
	const { sampleRate, fMin = 60, fMax = 500, hopLength = 512 } = options;
	const { minPeriod } = periodRange(options);
	const bins = Math.floor(12 * binsPerSemitone * Math.log2(fMax / fMin)) + 1;
	const reach = Math.round((semitonesPerSecond * hopLength) / sampleRate) * binsPerSemitone;
	const decoder = createPitchDecoder(bins, reach);
	const observations = new Float64Array(bins);
	const voicedProbability: number[] = [];
	const troughs = createTroughPrior();
	return {
		add: (values) => {
			observations.fill(0);
			troughs(values, (i, probability) => {
				const f0 = sampleRate / (minPeriod + i + parabolicShift(values, i));
				const bin = Math.max(0, roundHalfEven(12 * binsPerSemitone * Math.log2(f0 / fMin)));
				// As in librosa, of two candidates in one bin the longer period counts.
				if (bin < bins) observations[bin] = probability;
			});
			let sum = 0;
			for (let b = 0; b < bins; b++) sum += observations[b] as number;
			const voiced = Math.min(1, Math.max(0, sum));
			voicedProbability.push(voiced);
			decoder.add(observations, voiced);
		},
		finish: () => {
			const path = decoder.finish();
			const f0 = new Float64Array(path.length);
			for (const [t, bin] of path.entries())
				f0[t] = bin < bins ? fMin * 2 ** (bin / (12 * binsPerSemitone)) : Number.NaN;
			return {
				f0,
				voiced: Array.from(path, (bin) => bin < bins),
				voicedProbability: Float64Array.from(voicedProbability),
			};
		},
	};
}

/** Gives the troughs of a difference function with their probabilities, in order of period. */
function createTroughPrior(): (values: Float64Array, give: (i: number, probability: number) => void) => void {
	const cdf = (x: number): number => 1 - (1 - x) ** 19 - 19 * x * (1 - x) ** 18;
	const beta = Float64Array.from(
		{ length: nThresholds },
		(_, i) => cdf((i + 1) / nThresholds) - cdf(i / nThresholds),
	);
	// Boltzmann distribution with parameter 2 over n troughs.
	const boltzmann = (place: number, n: number): number =>
		((1 - Math.exp(-2)) * Math.exp(-2 * place)) / (1 - Math.exp(-2 * n));
	const prior: Float64Array[] = [];
	const priorOf = (n: number): Float64Array => {
		prior[n] ??= Float64Array.from({ length: n }, (_, place) => boltzmann(place, n));
		return prior[n];
	};
	return (values, give) => {
		const places: number[] = [];
		for (let i = 0; i < values.length; i++) if (isTrough(values, i)) places.push(i);
		if (places.length === 0) return;
		const probabilities = new Float64Array(places.length);
		let lowest = 0;
		for (const [p, place] of places.entries()) {
			if ((values[place] as number) < (values[places[lowest] as number] as number)) lowest = p;
		}
		let none = 0;
		for (let threshold = 0; threshold < nThresholds; threshold++) {
			const limit = (threshold + 1) / nThresholds;
			const weight = beta[threshold] as number;
			let below = 0;
			for (const place of places) if ((values[place] as number) < limit) below++;
			if (below === 0) {
				none += weight;
				continue;
			}
			const shares = priorOf(below);
			let position = 0;
			for (const [p, place] of places.entries()) {
				if (!((values[place] as number) < limit)) continue;
				probabilities[p] = (probabilities[p] as number) + weight * (shares[position++] as number);
			}
		}
		probabilities[lowest] = (probabilities[lowest] as number) + noTroughProbability * none;
		for (const [p, place] of places.entries()) {
			if ((probabilities[p] as number) !== 0) give(place, probabilities[p] as number);
		}
	};
}

/** NumPy's rounding. */
function roundHalfEven(x: number): number {
	const below = Math.floor(x);
	if (x - below !== 0.5) return Math.round(x);
	return below % 2 === 0 ? below : below + 1;
}
