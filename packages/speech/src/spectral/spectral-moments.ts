import type { FrameFeature } from "../frames/frame-feature.ts";
import { magnitudeFrames, spectralFramesOf } from "../frames/spectral-frames.ts";
import { binWidth, type SpectralOptions } from "./spectral-options.ts";

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
	const { rows, columns, data } = spectralFramesOf(momentFrames(options, moments), signal, options);
	const [centroid, bandwidth, rolloff, flatness] = moments.map((_, m) => {
		const contour = new Float64Array(rows);
		for (let t = 0; t < rows; t++) contour[t] = data[t * columns + m] as number;
		return contour;
	}) as [Float64Array, Float64Array, Float64Array, Float64Array];
	return { centroid, bandwidth, rolloff, flatness };
}

const moments = ["centroid", "bandwidth", "rolloff", "flatness"] as const;

/** Some of {@link spectralMoments} as a feature of frames, shape `[frames, names]`. */
export function momentFrames(
	options: SpectralOptions,
	names: readonly (keyof SpectralMoments)[],
): FrameFeature {
	const hz = binWidth(options.sampleRate, (options.nFft ?? 2048) / 2 + 1);
	const centred = names.includes("centroid") || names.includes("bandwidth");
	return magnitudeFrames(options, names.length, (magnitude, out, at) => {
		const centroid = centred ? centroidBin(magnitude) : 0;
		for (let i = 0; i < names.length; i++) {
			const name = names[i];
			if (name === "centroid") out[at + i] = centroid * hz;
			else if (name === "bandwidth") out[at + i] = deviationBins(magnitude, centroid) * hz;
			else if (name === "rolloff") out[at + i] = rolloffBin(magnitude, 0.85) * hz;
			else out[at + i] = flatnessOf(magnitude);
		}
	});
}

function centroidBin(magnitude: Float64Array): number {
	let total = 0;
	let first = 0;
	for (let k = 0; k < magnitude.length; k++) {
		total += magnitude[k] as number;
		first += k * (magnitude[k] as number);
	}
	return total === 0 ? 0 : first / total;
}

/** Deviation around the centroid. */
function deviationBins(magnitude: Float64Array, centroid: number): number {
	let total = 0;
	let second = 0;
	for (let k = 0; k < magnitude.length; k++) {
		total += magnitude[k] as number;
		second += (k - centroid) ** 2 * (magnitude[k] as number);
	}
	return total === 0 ? 0 : Math.sqrt(second / total);
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
