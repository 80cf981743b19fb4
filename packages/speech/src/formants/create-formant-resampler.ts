import { besselI0, createInterpolator, greatestCommonDivisor, type Interpolator } from "@undertone/dsp";

/** Gives any samples of a signal at another rate, out of the samples around them. */
export interface FormantResampler {
	/** How many samples before and after its place a sample depends on. */
	readonly reach: number;
	/**
	 * @param held - Samples of the signal.
	 * @param origin - Which sample of the signal the first of them is.
	 * @param first - The first sample wanted.
	 * @param out - Receives samples `first` … `first + out.length − 1`.
	 */
	resample(held: Float32Array, origin: number, first: number, out: Float64Array): void;
}

/** As many samples as the kernel takes: at 16 kHz the band falls off within 110 Hz. */
const reach = 512;
/** Kaiser's beta for about 110 dB of stop-band attenuation. */
const beta = 11.5;
/** Each phase is a table of 8 kB. */
const mostPhases = 512;

/**
 * The resampling of formant streams: a windowed sinc (Kaiser, 1,024 samples, half its height at the new half rate).
 * Sample k stands for the time from k / to to (k + 1) / to, as in Praat when the signal is a whole number of both
 * samples long.
 *
 * @param from - Rate of the signal, Hz.
 * @param to - New rate, not above it, Hz.
 * @throws {RangeError} If the rates are no whole numbers whose ratio has a numerator of at most 512.
 */
export function createFormantResampler(from: number, to: number): FormantResampler {
	const divisor = Number.isInteger(from) && Number.isInteger(to) ? greatestCommonDivisor(from, to) : 0;
	const up = to / divisor;
	const down = from / divisor;
	if (!(up <= mostPhases)) {
		throw new RangeError(
			`createFormantStream: sampleRate and twice the ceiling must be whole numbers of Hz in a ratio of small ones, got ${from} and ${to} Hz. Take a ceiling that is a multiple of 50 Hz.`,
		);
	}
	if (up === down) {
		return {
			reach: 0,
			resample: (held, origin, first, out) => {
				for (let i = 0; i < out.length; i++) out[i] = held[first - origin + i] as number;
			},
		};
	}
	const interpolate = interpolatorOf(up, down);
	// Sample k lies at (k + 1/2) down / up − 1/2, counted in units of 1 / (2 up).
	const positionOf = (k: number): number => (2 * k + 1) * down - up;
	let places = new Int32Array(0);
	let phases = places;
	return {
		reach,
		resample: (held, origin, first, out) => {
			if (places.length < out.length) {
				places = new Int32Array(out.length);
				phases = new Int32Array(out.length);
			}
			for (let i = 0; i < out.length; i++) {
				const position = positionOf(first + i);
				const place = Math.floor(position / (2 * up));
				places[i] = place - origin - reach + 1;
				phases[i] = (position - 2 * up * place) >> 1;
			}
			const wanted = places.length === out.length ? places : places.subarray(0, out.length);
			interpolate(held, wanted, phases, out);
		},
	};
}

/** Kept: their memory is not given back. */
const interpolators = new Map<string, Interpolator>();

function interpolatorOf(up: number, down: number): Interpolator {
	const key = `${up},${down}`;
	const known = interpolators.get(key);
	if (known !== undefined) return known;
	const kernels = new Float64Array(up * 2 * reach);
	// All positions have the same parity in units of 1 / (2 up).
	const odd = (up + down) % 2;
	for (let phase = 0; phase < up; phase++) {
		kernels.set(lowPassKernel((2 * phase + odd) / (2 * up), up / down), phase * 2 * reach);
	}
	const made = createInterpolator(kernels, 2 * reach);
	interpolators.set(key, made);
	return made;
}

/** Weights of the samples around a place `fraction` behind a sample; a constant passes unchanged. */
function lowPassKernel(fraction: number, cutoff: number): Float64Array {
	const taps = Float64Array.from({ length: 2 * reach }, (_, i) => {
		const x = fraction - (i - reach + 1);
		const phase = Math.PI * cutoff * x;
		const inside = Math.max(0, 1 - (x / reach) ** 2);
		return (phase === 0 ? 1 : Math.sin(phase) / phase) * besselI0(beta * Math.sqrt(inside));
	});
	const total = taps.reduce((sum, tap) => sum + tap, 0);
	return taps.map((tap) => tap / total);
}
