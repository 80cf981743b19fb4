import { frameCount } from "@undertone/dsp";
import { binWidth, overMagnitudes, type SpectralOptions } from "./over-magnitudes.ts";

/** Shape of the magnitude spectrum, frame by frame, each of shape `[frames]`. */
export interface SpectralMoments {
	/** Mean frequency weighted by magnitude, Hz. */
	readonly centroid: Float64Array;
	/** Deviation around the centroid, Hz. */
	readonly bandwidth: Float64Array;
	/** Lowest bin below which lies 85 % of the magnitude, Hz. */
	readonly rolloff: Float64Array;
	/** Geometric over arithmetic mean of the power, in (0, 1]. */
	readonly flatness: Float64Array;
}

/**
 * Centroid, bandwidth, roll-off (85 %) and flatness, as `librosa.feature.spectral_centroid`, `_bandwidth`,
 * `_rolloff` and `_flatness` with their defaults. A frame of silence has centroid, bandwidth and roll-off 0 and
 * flatness 1.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @throws {RangeError} If `nFft` is no power of two, `winLength > nFft`, or `hopLength < 1`.
 */
export function spectralMoments(signal: Float32Array, options: SpectralOptions): SpectralMoments {
	const rows = frameCount(signal.length, options);
	const centroid = new Float64Array(rows);
	const bandwidth = new Float64Array(rows);
	const rolloff = new Float64Array(rows);
	const flatness = new Float64Array(rows);
	overMagnitudes(signal, options, (magnitude, t) => {
		const hz = binWidth(options.sampleRate, magnitude.length);
		const { mean, deviation } = centroidOf(magnitude);
		centroid[t] = mean * hz;
		bandwidth[t] = deviation * hz;
		rolloff[t] = rolloffBin(magnitude, 0.85) * hz;
		flatness[t] = flatnessOf(magnitude);
	});
	return { centroid, bandwidth, rolloff, flatness };
}

/** In bins. */
function centroidOf(magnitude: Float64Array): { mean: number; deviation: number } {
	let total = 0;
	let first = 0;
	for (let k = 0; k < magnitude.length; k++) {
		total += magnitude[k] as number;
		first += k * (magnitude[k] as number);
	}
	if (total === 0) return { mean: 0, deviation: 0 };
	const mean = first / total;
	let second = 0;
	for (let k = 0; k < magnitude.length; k++) second += (k - mean) ** 2 * (magnitude[k] as number);
	return { mean, deviation: Math.sqrt(second / total) };
}

function rolloffBin(magnitude: Float64Array, share: number): number {
	let total = 0;
	for (let k = 0; k < magnitude.length; k++) total += magnitude[k] as number;
	let running = 0;
	for (let k = 0; k < magnitude.length; k++) {
		running += magnitude[k] as number;
		if (!(running < share * total)) return k;
	}
	return magnitude.length - 1;
}

function flatnessOf(magnitude: Float64Array): number {
	let logs = 0;
	let sum = 0;
	// One logarithm for several bins: their product stays far from the ends of double precision.
	let product = 1;
	let exponent = 0;
	for (let k = 0; k < magnitude.length; k++) {
		const power = Math.max(1e-10, (magnitude[k] as number) ** 2);
		sum += power;
		product *= power;
		if (++exponent === 8) {
			logs += Math.log(product);
			product = 1;
			exponent = 0;
		}
	}
	logs += Math.log(product);
	return Math.exp(logs / magnitude.length) / (sum / magnitude.length);
}
