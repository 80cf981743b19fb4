import { resample } from "@undertone/dsp";
import { convolve } from "./convolve.ts";

const telephoneRate = 8000;
const lowest = 300;
/** Taps of the high-pass filter at 8 kHz: 25 ms, a transition of about 130 Hz. */
const taps = 201;
/** The constant of µ-law. @see ITU-T G.711 */
const mu = 255;

/**
 * Makes a signal sound as over a telephone: 300 to 3,800 Hz, in eight bits of µ-law.
 *
 * @param signal - Mono, in [-1, 1] (what lies outside is clipped, as a telephone does), shape `[n]`.
 * @param options - `sampleRate` in Hz, a multiple of 8000.
 * @returns Shape `[n]`, at the same rate and the same time.
 * @throws {RangeError} If `sampleRate` is no multiple of 8000.
 * @see ITU-T G.711 (1988) for the companding law, here in its continuous form; G.712 for the band
 */
export function telephoneBand(
	signal: Float32Array,
	{ sampleRate = 16_000 }: { readonly sampleRate?: number } = {},
): Float32Array {
	if (!(sampleRate > 0) || sampleRate % telephoneRate !== 0) {
		throw new RangeError(
			`telephoneBand: sampleRate must be a multiple of 8000 Hz, got ${sampleRate}. Resample first.`,
		);
	}
	if (signal.length === 0) return new Float32Array(0);
	const narrow = resample(signal, { from: sampleRate, to: telephoneRate });
	const delay = (taps - 1) / 2;
	const filtered = convolve(narrow, highPass()).subarray(delay, delay + narrow.length);
	const coded = Float32Array.from(filtered, compand);
	return resample(coded, { from: telephoneRate, to: sampleRate }).subarray(0, signal.length).slice();
}

/** A linear-phase high-pass: a unit impulse less a windowed-sinc low-pass (Hamming). */
function highPass(): Float64Array {
	const cutoff = lowest / telephoneRate;
	const middle = (taps - 1) / 2;
	const low = Float64Array.from({ length: taps }, (_, i) => {
		const t = i - middle;
		const sinc = t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t);
		return sinc * (0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (taps - 1)));
	});
	const sum = low.reduce((total, x) => total + x, 0);
	return low.map((x, i) => (i === middle ? 1 : 0) - x / sum);
}

/** Through µ-law and back: 255 levels, spaced by their logarithm. */
function compand(x: number): number {
	const clipped = Math.max(-1, Math.min(1, x));
	const compressed = (Math.sign(clipped) * Math.log1p(mu * Math.abs(clipped))) / Math.log1p(mu);
	const level = Math.round(compressed * 127) / 127;
	return (Math.sign(level) * ((1 + mu) ** Math.abs(level) - 1)) / mu;
}
