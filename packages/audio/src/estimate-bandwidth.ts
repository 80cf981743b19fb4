import { createRealFft, hann } from "@undertone/dsp";

/** What lies this far below the strongest part of the spectrum counts as nothing. */
const rangeDb = 60;
const frameDuration = 0.03;
/** Enough frames to meet every sound of a language; longer files are looked at in as many places. */
const mostFrames = 200;
/** The share of frames that may be louder: what lasts no longer than that is a click. */
const share = 0.05;

/**
 * The frequency above which a recording holds nothing: about 3,400 Hz after a telephone, near half the sample rate
 * in a full recording.
 *
 * The 95th percentile over frames of each bin of the power spectrum (so that a fricative now and then is enough)
 * is smoothed over five bins; the bandwidth is the highest frequency within 60 dB of its maximum.
 *
 * @param signal - Shape `[n]`, one channel.
 * @param options - `sampleRate` in Hz.
 * @returns Hz, in [0, sampleRate / 2]; 0 for digital silence or less than one frame of about 30 ms.
 *
 * @example
 * const tone = Float32Array.from({ length: 16000 }, (_, i) => Math.sin((2 * Math.PI * 1000 * i) / 16000));
 * estimateBandwidth(tone, { sampleRate: 16000 }) < 1200 // => true
 */
export function estimateBandwidth(
	signal: Float32Array,
	{ sampleRate }: { readonly sampleRate: number },
): number {
	const size = 2 ** Math.round(Math.log2(frameDuration * sampleRate));
	const count = Math.min(mostFrames, Math.floor(signal.length / size));
	if (count === 0) return 0;
	const profile = smooth(percentileSpectrum(signal, size, count));
	const strongest = profile.reduce((most, value) => Math.max(most, value), 0);
	if (strongest === 0) return 0;
	const floor = strongest * 10 ** (-rangeDb / 10);
	const bin = profile.findLastIndex((value) => value >= floor);
	return (bin * sampleRate) / size;
}

/** Shape `[size / 2 + 1]`. */
function percentileSpectrum(signal: Float32Array, size: number, count: number): Float64Array {
	const fft = createRealFft(size);
	const window = hann(size);
	const bins = size / 2 + 1;
	const frame = new Float64Array(size);
	const re = new Float64Array(bins);
	const im = new Float64Array(bins);
	const kept = 1 + Math.floor(share * (count - 1));
	// The largest powers of each bin so far, the smallest of them first.
	const largest = new Float64Array(bins * kept);
	const step = count === 1 ? 0 : (signal.length - size) / (count - 1);
	for (let f = 0; f < count; f++) {
		const start = Math.floor(f * step);
		for (let i = 0; i < size; i++) frame[i] = (signal[start + i] as number) * (window[i] as number);
		fft.forward(frame, re, im);
		for (let k = 0; k < bins; k++) {
			const power = (re[k] as number) ** 2 + (im[k] as number) ** 2;
			const base = k * kept;
			if (power > (largest[base] as number)) insert(largest, base, kept, power);
		}
	}
	return Float64Array.from({ length: bins }, (_, k) => largest[k * kept] as number);
}

/** Drops the smallest of `count` ascending values at `base`, and puts another in its place in the order. */
function insert(values: Float64Array, base: number, count: number, value: number): void {
	let i = base;
	for (; i + 1 < base + count && (values[i + 1] as number) < value; i++) values[i] = values[i + 1] as number;
	values[i] = value;
}

/** Means of five neighbours, so that a single bin says nothing. */
function smooth(values: Float64Array): Float64Array {
	return values.map((_, i) => {
		let sum = 0;
		for (let k = Math.max(0, i - 2); k <= Math.min(values.length - 1, i + 2); k++) sum += values[k] as number;
		return sum / 5;
	});
}
