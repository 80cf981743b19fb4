import { createRealFft, createSpectralKernel, type RealFft } from "@undertone/dsp";
import type { FrameFeature } from "../frames/frame-feature.ts";

/** Frequencies in Hz. */
export interface CepstralPeakOptions {
	readonly sampleRate: number;
	readonly pitchFloor?: number;
	readonly pitchCeiling?: number;
	/** Samples from one frame to the next. */
	readonly hopLength?: number;
	/** Looks only at frames it accepts; the others stay NaN. */
	readonly where?: (frame: number) => boolean;
}

/**
 * Cepstral peak prominence (CPP): how far the peak of the cepstrum at the voice's period stands above the line
 * through the cepstrum, dB.
 *
 * The dB spectrum of a 64 ms Hann window is transformed again; of the level of that cepstrum, the highest between the
 * periods of ceiling and floor is taken, minus the value there of the least-squares line over the same range.
 *
 * @param signal - Mono samples, shape `[n]`.
 * @returns One value a frame of floor(n / hopLength), frame t centred on sample (t + 0.5) · hopLength; NaN in digital
 *   silence.
 * @throws {RangeError} If not 0 < pitchFloor < pitchCeiling.
 * @see Hillenbrand, Cleveland & Erickson (1994), doi:10.1044/jshr.3704.769
 */
export function cepstralPeakProminence(
	signal: Float32Array,
	{ hopLength = 160, where = () => true, ...options }: CepstralPeakOptions,
): Float64Array {
	const { prominenceAt } = createCepstralMeter(options);
	const cpp = new Float64Array(Math.floor(signal.length / hopLength)).fill(Number.NaN);
	for (let t = 0; t < cpp.length; t++) {
		if (where(t)) cpp[t] = prominenceAt(signal, Math.floor((t + 0.5) * hopLength));
	}
	return cpp;
}

/** {@link cepstralPeakProminence} in frames centred on multiples of `hopLength`, as a feature of frames. */
export function cepstralPeakFrames({
	hopLength = 160,
	...options
}: Omit<CepstralPeakOptions, "where">): FrameFeature {
	const { half, prominenceAt } = createCepstralMeter(options);
	return {
		columns: 1,
		hopLength,
		before: half,
		after: half - 1,
		compute: (signal, centre, count, out, at) => {
			for (let t = 0; t < count; t++) out[at + t] = prominenceAt(signal, centre + t * hopLength);
		},
	};
}

/** Gives the prominence around a sample, dB, NaN in digital silence, and half the window's length. */
function createCepstralMeter({
	sampleRate,
	pitchFloor = 60,
	pitchCeiling = 333,
}: Pick<CepstralPeakOptions, "sampleRate" | "pitchFloor" | "pitchCeiling">): {
	readonly half: number;
	readonly prominenceAt: (signal: Float32Array, centre: number) => number;
} {
	if (!(pitchFloor > 0 && pitchCeiling > pitchFloor)) {
		throw new RangeError(
			`cepstralPeakProminence: 0 < pitchFloor < pitchCeiling must hold, got ${pitchFloor} and ${pitchCeiling} Hz. Voices lie within 60–333 Hz.`,
		);
	}
	const nFft = 2 ** Math.round(Math.log2(0.064 * sampleRate));
	const { fft, window } = planOf(nFft);
	const first = Math.ceil(sampleRate / pitchCeiling);
	const last = Math.min(nFft / 2 - 1, Math.floor(sampleRate / pitchFloor));
	const frame = new Float64Array(nFft);
	const re = new Float64Array(nFft / 2 + 1);
	const im = re.slice();
	const prominenceAt = (signal: Float32Array, centre: number): number => {
		const start = centre - nFft / 2;
		const from = Math.max(0, -start);
		const to = Math.min(nFft, signal.length - start);
		let energy = 0;
		frame.fill(0);
		for (let i = from; i < to; i++) {
			const x = (signal[start + i] as number) * (window[i] as number);
			frame[i] = x;
			energy += x * x;
		}
		if (energy === 0) return Number.NaN;
		fft.forward(frame, re, im);
		const floor = 1e-12 * energy;
		let mean = 0;
		for (let k = 0; k < re.length; k++) {
			const level = 10 * Math.log10((re[k] as number) ** 2 + (im[k] as number) ** 2 + floor);
			re[k] = level;
			im[k] = 0;
			mean += level;
		}
		// The mean belongs to quefrency 0 only; without it the window's leakage is smaller.
		mean /= re.length;
		for (let k = 0; k < re.length; k++) re[k] = (re[k] as number) - mean;
		fft.inverse(re, im, frame);
		for (let q = first; q <= last; q++) frame[q] = 20 * Math.log10(Math.abs(frame[q] as number) + 1e-9);
		return prominence(frame, first, last);
	};
	return { half: nFft / 2, prominenceAt };
}

/** A transform and its window, shape `[nFft]`. */
interface Plan {
	readonly fft: RealFft;
	readonly window: Float64Array;
}

/** Plans are kept: their tables and their memory cost more than a frame's transforms. */
const plans = new Map<number, Plan>();

function planOf(nFft: number): Plan {
	const known = plans.get(nFft);
	if (known !== undefined) return known;
	const window = Float64Array.from(
		{ length: nFft },
		(_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / nFft),
	);
	const made = { fft: createRealFft(nFft, createSpectralKernel()), window };
	plans.set(nFft, made);
	return made;
}

/** Height of the highest of values[first … last] above the line through them. */
function prominence(values: Float64Array, first: number, last: number): number {
	const middle = (first + last) / 2;
	let peak = first;
	let sum = 0;
	let cross = 0;
	let square = 0;
	for (let q = first; q <= last; q++) {
		const value = values[q] as number;
		if (value > (values[peak] as number)) peak = q;
		sum += value;
		cross += (q - middle) * value;
		square += (q - middle) ** 2;
	}
	const line = sum / (last - first + 1) + (cross / square) * (peak - middle);
	return (values[peak] as number) - line;
}
